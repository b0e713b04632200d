import type { ObservedBuild } from '#libs/contracts';
import { aLook } from '../testing/facts.js';
import type { JobAction } from './reopening.js';
import { stateAt } from './state-at.js';

const at = (second: number, ms = 0) => new Date(Date.UTC(2026, 2, 2, 10, 0, second, ms)).toISOString();
/** T is second 10 of the minute; builds were created at second 0. */
const deployedAt = at(10);

const look = (second: number, state: string, build: Partial<ObservedBuild> = {}) =>
  aLook(at(second), { state, createdAt: at(0), ...build });

/** State, certainty and the second of the look that gave the state. */
function known(looks: ReturnType<typeof look>[], actions: JobAction[] = []) {
  const found = stateAt(looks, deployedAt, actions);
  return found && [found.state, found.certainty, (Date.parse(found.look.lookedAt) / 1000) % 60];
}

const scheduled = (second: number) => look(second, 'scheduled');
const running = (second: number, startedAt = at(2)) => look(second, 'running', { startedAt });
const failing = (second: number, failingAt = at(5)) =>
  look(second, 'failing', { startedAt: at(2), failingAt });
const settled = (second: number, state: string, finishedAt: string, build: Partial<ObservedBuild> = {}) =>
  look(second, state, { startedAt: at(2), finishedAt, ...build });

describe('1. A build created after T', () => {
  it('is not in the snapshot', () => {
    expect(known([look(12, 'running', { createdAt: at(10, 1) })])).toBeUndefined();
  });

  it('is in it when it was created at T', () => {
    expect(known([look(12, 'scheduled', { createdAt: at(10) })])).toEqual(['scheduled', 'uncertain', 12]);
  });
});

describe('2. Seen settled from T on, having finished by T', () => {
  it('has that state, observed', () => {
    expect(known([running(8), settled(12, 'passed', at(9))])).toEqual(['passed', 'observed', 12]);
  });

  it('needs no look before', () => {
    expect(known([settled(3600, 'failed', at(9))])?.slice(0, 2)).toEqual(['failed', 'observed']);
  });

  it('may have finished at T itself, and be seen at T itself', () => {
    expect(known([settled(10, 'passed', at(10))])).toEqual(['passed', 'observed', 10]);
    expect(known([running(8), settled(12, 'passed', at(10, 1))])?.[1]).not.toBe('observed');
  });

  it('is blocked when it was blocked by T', () => {
    expect(known([settled(12, 'blocked', at(9))])).toEqual(['blocked', 'observed', 12]);
  });

  it('keeps that state whatever later looks show: a retry, an unblock', () => {
    const looks = [settled(12, 'failed', at(9)), running(20), settled(30, 'passed', at(29))];
    expect(known(looks)).toEqual(['failed', 'observed', 12]);
  });

  it('does not hold without a time of finishing, since the look’s own time is cut to the second', () => {
    expect(known([scheduled(8), look(10, 'skipped')])).toEqual(['scheduled', 'uncertain', 8]);
  });
});

describe('3. Seen settled before T and not so afterwards', () => {
  it('has the state from before, uncertain: it was re-opened in between', () => {
    expect(known([settled(8, 'failed', at(7)), running(12)])).toEqual(['failed', 'uncertain', 8]);
  });

  it('is re-opened too when it finished once more after T', () => {
    expect(known([settled(8, 'failed', at(7)), settled(14, 'passed', at(13))])).toEqual([
      'failed',
      'uncertain',
      8,
    ]);
  });

  it('has the state from before, observed, when the jobs tell that it was re-opened after T', () => {
    const retry = { at: at(11), by: 'retry' as const };
    expect(known([settled(8, 'failed', at(7)), running(12)], [retry])).toEqual(['failed', 'observed', 8]);
  });

  it('goes by its instants when the jobs tell that it was re-opened by T', () => {
    const retry = { at: at(10), by: 'retry' as const };
    expect(known([settled(8, 'passed', at(7)), running(12)], [retry])).toEqual(['running', 'derived', 12]);
  });

  it('was blocked until it was unblocked', () => {
    const unblock = { at: at(11), by: 'unblock' as const };
    expect(known([settled(8, 'blocked', at(7)), running(12)], [unblock])).toEqual(['blocked', 'observed', 8]);
  });
});

describe('4. The same state on both sides of T', () => {
  it('is the state, derived', () => {
    expect(known([running(8), running(12)])).toEqual(['running', 'derived', 12]);
    expect(known([scheduled(8), scheduled(12)])).toEqual(['scheduled', 'derived', 12]);
  });

  it('holds for a word that we do not know', () => {
    expect(known([look(8, 'quarantined'), look(12, 'quarantined')])).toEqual(['quarantined', 'derived', 12]);
  });
});

describe('5. Different states on both sides of T', () => {
  it('is scheduled when it had not started by T, derived', () => {
    expect(known([scheduled(8), running(12, at(10, 1))])).toEqual(['scheduled', 'derived', 8]);
  });

  it('is running when it had started by T', () => {
    expect(known([scheduled(8), running(12, at(10))])).toEqual(['running', 'derived', 12]);
    expect(known([running(8), settled(12, 'passed', at(11))])).toEqual(['running', 'derived', 8]);
  });

  it('is failing when its first failure was by T', () => {
    const failed = settled(14, 'failed', at(13), { failingAt: at(9) });
    expect(known([running(8), failed])).toEqual(['failing', 'derived', 14]);
    expect(known([running(8), failing(12, at(10, 1))])).toEqual(['running', 'derived', 8]);
  });

  it('is uncertain without a look before T', () => {
    expect(known([running(12)])).toEqual(['running', 'uncertain', 12]);
    expect(known([running(12, at(11))])).toEqual(['scheduled', 'uncertain', 12]);
    expect(known([failing(12)])).toEqual(['failing', 'uncertain', 12]);
  });

  it('goes by the earliest start seen, since a retry can move it later', () => {
    const looks = [running(6), running(8, at(7)), settled(14, 'passed', at(13), { startedAt: at(12) })];
    expect(known(looks)).toEqual(['running', 'derived', 8]);
  });

  it('does not take the start from a look behind the first one after T', () => {
    expect(known([scheduled(8), running(12, at(11)), running(20, at(9))])?.[0]).toBe('scheduled');
  });
});

describe('6. Not seen from T on', () => {
  it('has the state last seen, last-known', () => {
    expect(known([scheduled(4), running(8)])).toEqual(['running', 'last-known', 8]);
    expect(known([settled(8, 'passed', at(7))])).toEqual(['passed', 'last-known', 8]);
  });
});

describe('All other fields', () => {
  it('come from the look that gave the state', () => {
    const before = settled(8, 'failed', at(7), { message: 'as it was' });
    const after = running(12);
    expect(stateAt([before, after], deployedAt)?.look).toBe(before);
  });

  it('come from the look whose instants told the state when no look shows it', () => {
    const after = settled(12, 'passed', at(11));
    expect(stateAt([scheduled(4), after], deployedAt)?.look).toBe(after);
  });
});
