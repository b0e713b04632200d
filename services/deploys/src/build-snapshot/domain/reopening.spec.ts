import type { ObservedBuild } from '#libs/contracts';
import { aLook } from '../testing/facts.js';
import { isReopenedAround, whenReopened, type JobAction } from './reopening.js';

const at = (second: number) => new Date(Date.UTC(2026, 2, 2, 10, 0, second)).toISOString();
const seen = (state: string, build: Partial<ObservedBuild> = {}) =>
  aLook(at(8), { state, finishedAt: at(6), ...build });
const retry = (second: number): JobAction => ({ at: at(second), by: 'retry' });
const unblock = (second: number): JobAction => ({ at: at(second), by: 'unblock' });

describe('When a settled build was re-opened', () => {
  it('is not told without job actions behind its end', () => {
    expect(whenReopened(seen('failed'), at(10), [])).toBe('untold');
    expect(whenReopened(seen('failed'), at(10), [retry(3), retry(6)])).toBe('untold');
  });

  it('is the first action behind its end, in whatever order they come', () => {
    expect(whenReopened(seen('failed'), at(10), [retry(14), retry(11), retry(3)])).toBe('after');
    expect(whenReopened(seen('failed'), at(10), [retry(14), retry(9), retry(3)])).toBe('by-then');
  });

  it('is by then when it was at T', () => {
    expect(whenReopened(seen('passed'), at(10), [retry(10)])).toBe('by-then');
  });

  it('is not told for a build without a time of finishing, since an action before its end would look the same', () => {
    expect(whenReopened(seen('passed', { finishedAt: null }), at(10), [retry(11)])).toBe('untold');
  });

  it('is not told for a build that had not settled', () => {
    expect(whenReopened(seen('running'), at(10), [retry(11)])).toBe('untold');
  });
});

describe('A blocked build', () => {
  it('was blocked until it was unblocked', () => {
    expect(whenReopened(seen('blocked'), at(10), [unblock(11)])).toBe('after');
    expect(whenReopened(seen('blocked'), at(10), [unblock(9)])).toBe('by-then');
  });

  it('can have been canceled before it was retried, which no job action tells', () => {
    expect(whenReopened(seen('blocked'), at(10), [retry(11)])).toBe('untold');
    expect(whenReopened(seen('blocked'), at(10), [retry(9)])).toBe('by-then');
  });

  it('is taken for retried when both were at the same instant', () => {
    expect(whenReopened(seen('blocked'), at(10), [unblock(11), retry(11)])).toBe('untold');
    expect(whenReopened(seen('blocked'), at(10), [retry(11), unblock(11)])).toBe('untold');
  });
});

describe('Whether a build was re-opened around T', () => {
  const before = seen('failed');
  const after = (state: string, finishedAt: string | null) => aLook(at(12), { state, finishedAt });

  it('is so when it was settled before and is not seen to have stayed so', () => {
    expect(isReopenedAround([before, after('running', null)], at(10))).toBe(true);
    expect(isReopenedAround([after('passed', at(11)), before], at(10))).toBe(true);
  });

  it('is not so when it stayed settled, had not settled, or was seen on one side of T only', () => {
    expect(isReopenedAround([before, after('failed', at(6))], at(10))).toBe(false);
    expect(isReopenedAround([seen('running'), after('failed', at(11))], at(10))).toBe(false);
    expect(isReopenedAround([before], at(10))).toBe(false);
    expect(isReopenedAround([after('running', null)], at(10))).toBe(false);
    expect(isReopenedAround([], at(10))).toBe(false);
  });
});
