import { lagSeconds, windowStart } from './window.js';

const now = new Date('2026-11-23T12:00:00.250Z');

describe('the window of a cycle', () => {
  it('overlaps what was read before by five minutes', () => {
    expect(windowStart('2026-11-23T11:59:00.000Z', now)).toBe('2026-11-23T11:54:00.000Z');
  });

  it('reaches back to where polling ended, however long ago', () => {
    expect(windowStart('2026-11-01T00:00:00.000Z', now)).toBe('2026-10-31T23:55:00.000Z');
  });

  it("goes by Buildkite's clock, not by ours", () => {
    expect(windowStart('2026-11-23T12:20:00.000Z', now)).toBe('2026-11-23T12:15:00.000Z');
  });

  it('is an hour for the first cycle', () => {
    expect(windowStart(undefined, now)).toBe('2026-11-23T11:00:00.250Z');
  });
});

describe('the lag of polling', () => {
  it('is the time since the lists that were read least lately', () => {
    const cursors = ['2026-11-23T11:59:00.000Z', undefined, '2026-11-23T11:57:00.000Z'];
    expect(lagSeconds(cursors, now)).toBe(180);
  });

  it("is none where Buildkite's clock is ahead of ours", () => {
    expect(lagSeconds(['2026-11-23T12:00:03.000Z'], now)).toBe(0);
  });

  it('is not known before anything was read', () => {
    expect([lagSeconds([], now), lagSeconds([undefined], now)]).toEqual([null, null]);
  });
});
