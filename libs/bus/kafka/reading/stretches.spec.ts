import type { IncomingRecord } from '../../port.js';
import { Stretches } from './stretches.js';

function records(partition: number, ...offsets: readonly number[]): IncomingRecord[] {
  return offsets.map((offset) => ({
    topic: 'builds',
    partition,
    offset: String(offset),
    timestamp: 0,
    key: null,
    value: null,
    headers: {},
  }));
}

const offsets = (taken: readonly IncomingRecord[]) => taken.map(({ offset }) => Number(offset));

describe('What is still to be read', () => {
  let stretches: Stretches;
  beforeEach(() => {
    stretches = new Stretches([
      { partition: 2, low: '0', high: '3' },
      { partition: 0, low: '5', high: '7' },
      { partition: 1, low: '4', high: '4' },
    ]);
  });

  it('begins with the first partition that holds anything, and ends with the last', () => {
    expect(stretches.current).toBe(0);
    stretches.take(records(0, 5, 6));
    expect(stretches.current).toBe(2);
    stretches.take(records(2, 0, 1, 2));
    expect(stretches.current).toBeUndefined();
  });

  it('leaves out what came since', () => {
    expect(offsets(stretches.take(records(0, 5, 6, 7, 8)))).toEqual([5, 6]);
    expect(stretches.current).toBe(2);
  });

  it('leaves out what was read already and comes again', () => {
    stretches.take(records(2, 0, 1));
    expect(offsets(stretches.take(records(2, 0, 1, 2)))).toEqual([2]);
    expect(offsets(stretches.take(records(2, 0, 1)))).toEqual([]);
    stretches.take(records(0, 5, 6));
    expect(stretches.current).toBeUndefined();
  });

  it('does not wait for records that are missing in between or at the end', () => {
    expect(offsets(stretches.take(records(0, 6)))).toEqual([6]);
    expect(offsets(stretches.take(records(2, 0, 9)))).toEqual([0]);
    expect(stretches.current).toBeUndefined();
  });

  it('does not wait for what was deleted since', () => {
    stretches.skip([
      { partition: 0, low: '7', high: '7' },
      { partition: 2, low: '2', high: '9' },
      { partition: 9, low: '7', high: '7' },
    ]);
    expect(stretches.current).toBe(2);
    expect(offsets(stretches.take(records(2, 2)))).toEqual([2]);
    expect(stretches.current).toBeUndefined();
  });

  it('never goes back', () => {
    stretches.take(records(0, 5, 6));
    stretches.skip([{ partition: 0, low: '0', high: '7' }]);
    expect(stretches.current).toBe(2);
  });

  it('takes nothing of nothing, and of partitions that were not there', () => {
    expect(stretches.take([])).toEqual([]);
    expect(stretches.take(records(7, 0))).toEqual([]);
  });
});
