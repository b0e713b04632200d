import fc from 'fast-check';
import { PlayedProcesses, quiet } from '../testing/played-processes.js';
import type { Admission, Permit } from './governor.js';
import type { Priority } from './lanes.js';
import type { RateLimits, ShownLimit } from './rate-limits.js';
import type { SharedGovernor } from './shared-governor.js';

const windowMs = 60_000;
const nothing: ShownLimit = { limit: undefined, remaining: undefined, resetMs: undefined };
const refusedBy = (by: 'user' | 'organization', waitMs: number): RateLimits => ({
  user: nothing,
  organization: nothing,
  exceeded: { by, waitMs },
});

function background(rest: Partial<Admission> = {}): Admission {
  return { user: 'ada', organization: 'acme', priority: 'background', ...rest };
}

/** Sends and ends requests until no more may go at once. @returns how many */
async function spendAll({ governor }: { governor: SharedGovernor }, admission: Admission): Promise<number> {
  for (let sent = 0; ; sent++) {
    const permit = await governor.admit({ ...admission, patienceMs: 0 }).catch(() => undefined);
    if (permit === undefined) return sent;
    await permit.settle();
  }
}

describe('processes that share a limit', () => {
  it('stay under the ceiling together', async () => {
    const processes = new PlayedProcesses();
    const [one, two] = [processes.start(), processes.start()];
    expect(await spendAll(one, background())).toBe(34);
    expect(await spendAll(two, background())).toBe(0);
    expect(await spendAll(two, background({ priority: 'interactive' }))).toBe(6);
    expect(await spendAll(one, background({ priority: 'interactive' }))).toBe(0);
  });

  it('send nothing against a limit that refused one of them', async () => {
    const processes = new PlayedProcesses();
    const [one, two] = [processes.start(), processes.start()];
    await (await one.governor.admit(background())).settle(refusedBy('organization', 9_000));
    let admitted = 0;
    for (const user of ['ada', 'bob'])
      void two.governor.admit(background({ user })).then(() => (admitted += 1));
    await processes.pass(9_999);
    await processes.wait(3);
    expect(admitted).toBe(0);
    await processes.pass(1);
    expect(admitted).toBe(2);
  });

  it('see within a second what another one gave back', async () => {
    const processes = new PlayedProcesses();
    const [one, two] = [processes.start(), processes.start()];
    expect(await spendAll(one, background({ priority: 'interactive' }))).toBe(40);
    let admitted = false;
    const waiting = two.governor.admit(background()).then(() => (admitted = true));
    await quiet();
    expect(admitted).toBe(false);
    processes.documents.stored.clear();
    await processes.wait(1);
    expect(admitted).toBe(true);
    await waiting;
  });

  it('count what a killed one has sent, and what it had under way until that surely was over', async () => {
    const processes = new PlayedProcesses();
    const killed = processes.start();
    for (let sent = 0; sent < 3; sent++) await killed.governor.admit(background());
    expect(await spendAll(killed, background())).toBe(31);
    killed.kill();
    const restarted = processes.start();
    expect(await spendAll(restarted, background())).toBe(0);
    expect((await restarted.governor.budget({ user: 'ada' })).used).toBe(34);
    await processes.pass(windowMs);
    expect(await spendAll(restarted, background())).toBe(31);
    await processes.pass(39_999);
    expect((await restarted.governor.budget({ user: 'ada' })).used).toBe(34);
    await processes.pass(1);
    expect((await restarted.governor.budget({ user: 'ada' })).used).toBe(31);
  });

  it('have places in the line of their own: those of a killed one hold up nobody', async () => {
    const processes = new PlayedProcesses();
    const killed = processes.start();
    for (let sent = 0; sent < 4; sent++) await killed.governor.admit(background());
    killed.kill();
    await expect(processes.start().governor.admit(background())).resolves.toBeDefined();
  });
});

describe('a request whose process stood still', () => {
  /** A request for which so long passes between counting it against its user and its organization. */
  async function asked(stillMs: number, signal?: AbortSignal) {
    const processes = new PlayedProcesses();
    let accesses = 0;
    const process = processes.start(async () => {
      accesses += 1;
      if (accesses === 4) await processes.clock.sleep(stillMs);
    });
    let permit: Permit | undefined;
    const asking = process.governor.admit(background({ signal })).then(
      (got) => (permit = got),
      (error: unknown) => error,
    );
    await quiet();
    const used = async () => (await processes.start().governor.budget({ user: 'ada' })).used;
    return { processes, asking, permit: () => permit, used };
  }

  it('is not sent when it is no longer wanted, and counts no more', async () => {
    const stop = new AbortController();
    const { processes, asking, permit, used } = await asked(5_000, stop.signal);
    expect(await used()).toBe(1);
    stop.abort(new Error('lease lost'));
    expect(await asking).toMatchObject({ message: 'lease lost' });
    await processes.pass(5_000);
    expect(permit()).toBeUndefined();
    expect(await used()).toBe(0);
  });

  it('is counted anew before it is sent', async () => {
    const { processes, permit, used } = await asked(200_000);
    await processes.pass(200_000);
    expect(permit()).toBeDefined();
    await processes.pass(99_999);
    expect(await used()).toBe(1);
  });
});

describe('when the documents fail', () => {
  it('nothing is sent that cannot be counted', async () => {
    const processes = new PlayedProcesses();
    const process = processes.start(() => Promise.reject(new Error('no primary')));
    await expect(process.governor.admit(background())).rejects.toThrow('no primary');
    await expect(process.governor.budget({ user: 'ada' })).rejects.toThrow('no primary');
  });
});

/** The most that arrived in any 60 seconds. */
function busiestMinute(arrivals: readonly { readonly at: number }[]): number {
  const from = (start: number) => arrivals.filter(({ at }) => at >= start && at < start + windowMs).length;
  return Math.max(0, ...arrivals.map(({ at }) => from(at)));
}

describe('whatever processes ask, in whatever order their documents answer, and whenever they die', () => {
  const users = ['ada', 'bob', 'eve', 'ada'] as const;
  const step = fc.record({
    process: fc.nat({ max: 2 }),
    user: fc.constantFrom(...users),
    priority: fc.constantFrom<Priority>('interactive', 'interactive', 'look-up', 'background', 'history'),
    pauseMs: fc.nat({ max: 2_000 }),
    outMs: fc.nat({ max: 8_000 }),
    backMs: fc.nat({ max: 8_000 }),
    dies: fc.nat({ max: 40 }).map((chance) => chance === 0),
  });

  it('no 60 seconds at Buildkite hold more requests than the ceiling of either limit', async () => {
    const busiest = { user: 0, organization: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 150, maxLength: 300 }),
        fc.infiniteStream(fc.nat({ max: 9 })),
        async (steps, chances) => {
          const processes = new PlayedProcesses();
          const limits = {
            'organization acme': 30,
            ...Object.fromEntries(users.map((user) => [`user ${user}`, 15])),
          };
          for (const [id, limit] of Object.entries(limits)) processes.limit(id, limit);
          /** Most answers come at once, some after a while. */
          const latency = async () => {
            const { value: chance } = chances.next() as IteratorYieldResult<number>;
            if (chance > 7) await processes.clock.sleep(chance * 100);
            for (let turn = 0; turn < chance % 3; turn++) await new Promise(setImmediate);
          };
          const alive = [0, 1, 2].map(() => processes.start(latency));
          const arrivals: { readonly user: string; readonly at: number }[] = [];
          for (const { process, user, priority, pauseMs, outMs, backMs, dies } of steps) {
            const { governor, kill } = alive[process] ?? processes.start(latency);
            const asking = governor.admit({ user, organization: 'acme', priority, patienceMs: 5_000 });
            void asking.then(
              async (permit) => {
                arrivals.push({ user, at: processes.clock.now().getTime() + outMs });
                await processes.clock.sleep(outMs + backMs);
                await permit.settle();
              },
              () => undefined,
            );
            await processes.clock.advance(pauseMs);
            if (!dies) continue;
            kill();
            alive[process] = processes.start(latency);
          }
          for (const user of users)
            busiest.user = Math.max(
              busiest.user,
              busiestMinute(arrivals.filter((each) => each.user === user)),
            );
          busiest.organization = Math.max(busiest.organization, busiestMinute(arrivals));
          expect(busiest.user).toBeLessThanOrEqual(12);
          expect(busiest.organization).toBeLessThanOrEqual(24);
        },
      ),
      { numRuns: 20, endOnFailure: true },
    );
    expect(busiest).toEqual({ user: 12, organization: 24 });
  });
});
