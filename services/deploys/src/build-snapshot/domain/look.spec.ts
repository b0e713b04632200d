import type { ObservedBuild } from '#libs/contracts';
import { aLook } from '../testing/facts.js';
import { inOrder, looksAround, settledBy } from './look.js';

const at = (second: number, ms = 0) => new Date(Date.UTC(2026, 2, 2, 10, 0, second, ms)).toISOString();
const look = (second: number, state: string, build: Partial<ObservedBuild> = {}) =>
  aLook(at(second), { state, ...build });

/** The states that the looks show, in the order of the looks, which must not depend on how they came. */
function orderOf(...looks: ReturnType<typeof look>[]): string[] {
  const ordered = inOrder(looks).map(({ build }) => build.state);
  expect(inOrder(looks.toReversed()).map(({ build }) => build.state)).toEqual(ordered);
  return ordered;
}

describe('The order of looks', () => {
  it('is that of their time', () => {
    expect(orderOf(look(9, 'running'), look(8, 'passed'), look(10, 'scheduled'))).toEqual([
      'passed',
      'running',
      'scheduled',
    ]);
  });

  it('is, at equal times, that of how far along the build was', () => {
    const looks = ['passed', 'creating', 'running', 'blocked', 'failing', 'scheduled', 'canceling'];
    expect(orderOf(...looks.map((state) => look(8, state)))).toEqual([
      'creating',
      'scheduled',
      'running',
      'failing',
      'canceling',
      'blocked',
      'passed',
    ]);
  });

  it('puts a build that finished within the second behind the same build under way', () => {
    expect(orderOf(look(8, 'passed', { finishedAt: at(8, 300) }), look(8, 'running'))).toEqual([
      'running',
      'passed',
    ]);
  });

  it('puts a build that had finished before the second in front of the same build under way: it was re-opened', () => {
    expect(orderOf(look(8, 'passed', { finishedAt: at(7, 900) }), look(8, 'running'))).toEqual([
      'passed',
      'running',
    ]);
    expect(orderOf(look(8, 'passed', { finishedAt: at(8) }), look(8, 'creating'))).toEqual([
      'passed',
      'creating',
    ]);
  });

  it('is decided by content where nothing else tells', () => {
    const one = look(8, 'running', { message: 'one' });
    const other = look(8, 'running', { message: 'other' });
    expect(inOrder([one, other])).toEqual(inOrder([other, one]));
  });
});

describe('Before and after', () => {
  const looks = [look(12, 'passed'), look(6, 'scheduled'), look(10, 'running'), look(8, 'running')];

  it('are the last look before T and the first at or after it', () => {
    const around = looksAround(looks, at(9));
    expect(around.before?.lookedAt).toBe(at(8));
    expect(around.after?.lookedAt).toBe(at(10));
    expect(around.upToAfter.map(({ lookedAt }) => lookedAt)).toEqual([at(6), at(8), at(10)]);
  });

  it('take a look at T for after', () => {
    const around = looksAround(looks, at(8));
    expect(around.before?.lookedAt).toBe(at(6));
    expect(around.after?.lookedAt).toBe(at(8));
  });

  it('need not be there', () => {
    expect(looksAround(looks, at(5)).before).toBeUndefined();
    expect(looksAround(looks, at(13)).after).toBeUndefined();
    expect(looksAround(looks, at(13)).upToAfter).toHaveLength(4);
    expect(looksAround([], at(5))).toEqual({ before: undefined, after: undefined, upToAfter: [] });
  });
});

describe('A look shows a build settled by an instant', () => {
  it('when it is finished or blocked and had finished by then', () => {
    expect(settledBy(look(12, 'passed', { finishedAt: at(9) }), at(9))).toBe(true);
    expect(settledBy(look(12, 'blocked', { finishedAt: at(9) }), at(9))).toBe(true);
    expect(settledBy(look(12, 'passed', { finishedAt: at(9, 1) }), at(9))).toBe(false);
  });

  it('not while it is under way, whatever its times say', () => {
    expect(settledBy(look(12, 'running', { finishedAt: at(9) }), at(9))).toBe(false);
    expect(settledBy(look(12, 'quarantined', { finishedAt: at(9) }), at(9))).toBe(false);
  });

  it('not without a time of finishing: it may have settled at any time up to the end of the look’s second', () => {
    expect(settledBy(look(9, 'skipped'), at(9))).toBe(false);
  });
});
