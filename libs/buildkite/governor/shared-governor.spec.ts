import { ManualClock, RecordingLog } from '#libs/platform/testing';
import { MemoryBudgets } from '../testing/memory-budgets.js';
import type { Admission, Permit } from './governor.js';
import type { Priority } from './lanes.js';
import type { RateLimits, ShownLimit } from './rate-limits.js';
import { SharedGovernor } from './shared-governor.js';

const nothing: ShownLimit = { limit: undefined, remaining: undefined, resetMs: undefined };
const shows = (user: Partial<ShownLimit>, organization: Partial<ShownLimit> = {}): RateLimits => ({
  user: { ...nothing, ...user },
  organization: { ...nothing, ...organization },
});
const refusedBy = (by: 'user' | 'organization', waitMs: number): RateLimits => ({
  ...shows({}),
  exceeded: { by, waitMs },
});

/** Lets everything happen that waits for nothing but its turn. */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
}

function setUp() {
  const clock = new ManualClock();
  const machine = new ManualClock();
  const documents = new MemoryBudgets();
  const log = new RecordingLog();
  const governor = new SharedGovernor({ documents, clock, machine, log, random: () => 0.5 });
  const admitted: string[] = [];
  /** Asks, and notes under `name` when the request is let go; it ends at once unless it is kept under way. */
  function ask(name: string, priority: Priority, rest: Partial<Admission> = {}): Promise<Permit> {
    const permit = governor.admit({ user: 'ada', organization: 'acme', priority, ...rest });
    return permit.then((got) => {
      admitted.push(name);
      return got;
    });
  }
  async function send(count: number, priority: Priority, rest: Partial<Admission> = {}): Promise<void> {
    for (let sent = 0; sent < count; sent++) await (await ask(priority, priority, rest)).settle();
  }
  /** Lets so many milliseconds pass, with everything that happens then. */
  async function pass(ms: number): Promise<void> {
    await quiet();
    await clock.advance(ms);
    await quiet();
  }
  return { pass, clock, machine, documents, log, governor, admitted, ask, send };
}

describe('the governor', () => {
  it('lets a request go at once when nothing speaks against it', async () => {
    const { governor, ask, clock } = setUp();
    await (await ask('first', 'background')).settle();
    expect((await governor.budget({ user: 'ada' })).used).toBe(1);
    expect((await governor.budget({ organization: 'acme' })).used).toBe(1);
    expect(clock.sleeping).toBe(0);
  });

  it('holds back what would go beyond its share, and lets it go when the window has moved on', async () => {
    const { pass, admitted, ask, send } = setUp();
    await send(34, 'background');
    void ask('next', 'background');
    await pass(59_999);
    expect(admitted).toHaveLength(34);
    await pass(1);
    expect(admitted).toHaveLength(35);
  });

  it('never uses more than 80 % of the limit, even for interactive requests', async () => {
    const { pass, admitted, ask, send } = setUp();
    await send(40, 'interactive');
    void ask('41st', 'interactive');
    await pass(59_999);
    expect(admitted).toHaveLength(40);
    await pass(1);
    expect(admitted).toHaveLength(41);
  });

  it('lets interactive requests go first, then look-ups, then background ones, each in the order of their coming', async () => {
    const { admitted, ask, send, governor, pass } = setUp();
    const last = await ask('under way', 'interactive');
    await last.settle(refusedBy('user', 5_000));
    for (const name of ['b1', 'l1', 'i1', 'b2', 'i2', 'l2'])
      void ask(
        name,
        name.startsWith('b') ? 'background' : name.startsWith('l') ? 'look-up' : 'interactive',
      ).then((permit) => permit.settle());
    await pass(6_000);
    expect(admitted.slice(1)).toEqual(['i1', 'i2', 'l1', 'l2', 'b1', 'b2']);
    await send(1, 'background');
    expect((await governor.budget({ user: 'ada' })).used).toBe(8);
  });

  it('keeps room in the line for a person: four background requests under way do not hold up an interactive one', async () => {
    const { admitted, ask } = setUp();
    for (const name of ['b1', 'b2', 'b3', 'b4', 'b5']) void ask(name, 'background');
    void ask('click', 'interactive');
    await quiet();
    expect(admitted).toEqual(['b1', 'b2', 'b3', 'b4', 'click']);
  });

  it('defers background requests when little is left at Buildkite, but not an admin’s click', async () => {
    const { pass, admitted, ask } = setUp();
    await (await ask('first', 'background')).settle(shows({ limit: 50, remaining: 3, resetMs: 20_000 }));
    void ask('background', 'background');
    void ask('click', 'interactive').then((permit) => permit.settle());
    await pass(19_000);
    expect(admitted).toEqual(['first', 'click']);
    await pass(1_000);
    expect(admitted).toEqual(['first', 'click', 'background']);
  });
});

describe('while a limit is exceeded', () => {
  it('nothing is sent for that user, in any organization, until it is over and a second of jitter has passed', async () => {
    const { pass, admitted, ask } = setUp();
    await (await ask('refused', 'background')).settle(refusedBy('user', 9_000));
    void ask('same', 'interactive');
    void ask('other organization', 'interactive', { organization: 'globex' });
    void ask('other user', 'background', { user: 'bob' });
    await pass(9_999);
    expect(admitted).toEqual(['refused', 'other user']);
    await pass(1);
    expect(admitted).toEqual(['refused', 'other user', 'same', 'other organization']);
  });

  it('nothing is sent for that organization, by any user, while others go on', async () => {
    const { pass, admitted, ask } = setUp();
    await (await ask('refused', 'background')).settle(refusedBy('organization', 27_000));
    void ask('same', 'background');
    void ask('other user', 'interactive', { user: 'bob' });
    void ask('other organization', 'background', { organization: 'globex' });
    void ask('no organization', 'background', { organization: undefined });
    await pass(27_999);
    expect(admitted.toSorted()).toEqual(['no organization', 'other organization', 'refused']);
    await pass(1);
    expect(admitted.slice(3)).toEqual(['other user', 'same']);
  });

  it.each([
    [0, 9_500],
    [0.999, 10_499],
  ])('the jitter is between half a second and one and a half: %d', async (chance, ms) => {
    const clock = new ManualClock();
    const governor = new SharedGovernor({
      documents: new MemoryBudgets(),
      clock,
      log: new RecordingLog(),
      random: () => chance,
    });
    const permit = await governor.admit({ user: 'ada', priority: 'background' });
    await permit.settle(refusedBy('user', 9_000));
    expect((await governor.budget({ user: 'ada' })).limitedForMs).toBe(ms);
  });

  it('stays so when the clock is set back, which is believed after a while', async () => {
    const { pass, machine, admitted, ask } = setUp();
    await (await ask('refused', 'background')).settle(refusedBy('user', 9_000));
    await pass(-3_600_000);
    void ask('next', 'background');
    await quiet();
    for (let second = 0; second < 3; second++) {
      await machine.advance(1_000);
      await quiet();
    }
    await pass(9_999);
    expect(admitted).toEqual(['refused']);
    await pass(1);
    expect(admitted).toEqual(['refused', 'next']);
  });
});

describe('patience', () => {
  it('ends at once when the wait is known to be longer', async () => {
    const { ask } = setUp();
    await (await ask('refused', 'background')).settle(refusedBy('user', 9_000));
    await expect(ask('click', 'interactive', { patienceMs: 5_000 })).rejects.toMatchObject({
      code: 'rate-limited',
      retryAfterMs: 10_000,
    });
  });

  it('ends when the wait becomes longer', async () => {
    const { ask } = setUp();
    const underWay: Permit[] = [];
    for (let sent = 0; sent < 6; sent++) underWay.push(await ask('under way', 'interactive'));
    const click = expect(ask('click', 'interactive', { patienceMs: 5_000 })).rejects.toMatchObject({
      code: 'rate-limited',
    });
    await underWay[0]?.settle(refusedBy('user', 30_000));
    await click;
  });

  it('ends when others are under way all the time', async () => {
    const { pass, machine, ask } = setUp();
    for (let sent = 0; sent < 6; sent++) await ask('under way', 'interactive');
    const click = expect(ask('click', 'interactive', { patienceMs: 5_000 })).rejects.toMatchObject({
      code: 'rate-limited',
    });
    await pass(5_000);
    await machine.advance(1_000);
    await click;
  });

  it('lasts when the wait is short enough', async () => {
    const { pass, admitted, ask } = setUp();
    await (await ask('refused', 'background')).settle(refusedBy('user', 3_000));
    void ask('click', 'interactive', { patienceMs: 5_000 });
    await pass(4_000);
    expect(admitted).toEqual(['refused', 'click']);
  });
});

describe('a request that is given up', () => {
  it('leaves the line with the reason of its signal', async () => {
    const { clock, pass, admitted, ask } = setUp();
    await (await ask('refused', 'background')).settle(refusedBy('user', 9_000));
    const stop = new AbortController();
    const given = expect(ask('given up', 'background', { signal: stop.signal })).rejects.toThrow(
      'shutting down',
    );
    stop.abort(new Error('shutting down'));
    await given;
    expect(clock.sleeping).toBe(0);
    await pass(60_000);
    expect(admitted).toEqual(['refused']);
  });

  it('never enters it when the signal is aborted already', async () => {
    const { governor, ask } = setUp();
    await expect(ask('late', 'background', { signal: AbortSignal.abort(new Error('over')) })).rejects.toThrow(
      'over',
    );
    expect((await governor.budget({ user: 'ada' })).used).toBe(0);
  });
});

describe('a token whose user becomes known', () => {
  it('has sent for that user all along', async () => {
    const { governor, send, ask, admitted, pass } = setUp();
    await send(20, 'interactive', { user: 'token:1' });
    await send(20, 'interactive');
    await governor.identify('token:1', 'ada');
    expect((await governor.budget({ user: 'ada' })).used).toBe(40);
    void ask('under the user', 'interactive');
    void ask('under the token', 'interactive', { user: 'token:1' });
    await pass(59_999);
    expect(admitted).toHaveLength(40);
    await pass(1);
    expect(admitted.slice(40)).toEqual(['under the user', 'under the token']);
  });
});

describe('a permit', () => {
  it('counts once, however often it is settled', async () => {
    const { governor, ask } = setUp();
    const permit = await ask('first', 'background');
    await permit.settle();
    await permit.settle(refusedBy('user', 9_000));
    expect(await governor.budget({ user: 'ada' })).toMatchObject({ used: 1, limitedForMs: 0 });
  });
});

describe('a clock that cannot sleep', () => {
  it('fails those who wait instead of leaving them waiting for ever', async () => {
    const clock = { now: () => new Date(0), sleep: () => Promise.reject(new Error('no timer')) };
    const governor = new SharedGovernor({ documents: new MemoryBudgets(), clock, log: new RecordingLog() });
    await (await governor.admit({ user: 'ada', priority: 'background' })).settle(refusedBy('user', 9_000));
    await expect(governor.admit({ user: 'ada', priority: 'background' })).rejects.toThrow('no timer');
  });
});
