import { ManualClock, RecordingLog } from '#libs/platform/testing';
import { MemoryBudgets } from '../testing/memory-budgets.js';
import type { BudgetDocument } from './budget-collection.js';
import { newBudget } from './budget/budget.js';
import { Limits } from './limits.js';

const hourMs = 3_600_000;

function setUp() {
  const clock = new ManualClock();
  const documents = new MemoryBudgets();
  const process = () => new Limits({ documents, clock, machine: new ManualClock(), log: new RecordingLog() });
  /** Sends and ends requests of a user. */
  async function spend(limits: Limits, user: string, count: number): Promise<void> {
    for (let sent = 0; sent < count; sent++) {
      const id = `${user} ${sent}`;
      await limits.user(user).start(id, 'interactive');
      await limits.user(user).end(id, undefined, 0);
    }
  }
  const used = async (limits: Limits, user: string) => (await limits.report({ user })).used;
  return { clock, documents, process, spend, used };
}

describe('limits', () => {
  it('are Buildkite’s own until a reply shows others', async () => {
    const limits = setUp().process();
    const nothing = { used: 0, remaining: null, limitedForMs: 0 };
    expect(await limits.report({ user: 'ada' })).toEqual({ limit: 50, ceiling: 40, ...nothing });
    expect(await limits.report({ organization: 'ada' })).toEqual({ limit: 200, ceiling: 160, ...nothing });
  });

  it('are one for each user and organization, also when these have the same name', async () => {
    const { process, spend, used } = setUp();
    const limits = process();
    expect(limits.user('ada')).toBe(limits.user('ada'));
    await spend(limits, 'ada', 2);
    expect(await used(limits, 'ada')).toBe(2);
    expect(await used(limits, 'bob')).toBe(0);
    expect((await limits.report({ organization: 'ada' })).used).toBe(0);
  });

  it('are the same in all processes', async () => {
    const { process, spend, used } = setUp();
    await spend(process(), 'ada', 2);
    expect(await used(process(), 'ada')).toBe(2);
  });

  it('are let go by a process that knows very many, but not those it has requests against', async () => {
    const limits = setUp().process();
    const [busy, idle] = [limits.user('busy'), limits.user('idle')];
    busy.enter('background');
    for (let user = 2; user <= 2_000; user++) limits.user(`user ${user}`);
    expect(limits.user('busy')).toBe(busy);
    expect(limits.user('idle')).not.toBe(idle);
  });
});

describe('a token whose user becomes known', () => {
  it('counts for the user from then on, in all processes, with what it counted before', async () => {
    const { process, spend, used } = setUp();
    const [one, two] = [process(), process()];
    await spend(one, 'ada', 1);
    await spend(two, 'token:1', 2);
    await one.unite('token:1', 'ada');
    for (const limits of [one, two]) {
      expect(await used(limits, 'ada')).toBe(3);
      expect(await used(limits, 'token:1')).toBe(3);
    }
    await two.user('token:1').start('under the token', 'interactive');
    expect(await used(one, 'ada')).toBe(4);
  });

  it('may have requests under way, which end for the user', async () => {
    const { process, used } = setUp();
    const [one, two] = [process(), process()];
    await two.user('token:1').start('one', 'interactive');
    await one.unite('token:1', 'ada');
    await two.user('token:1').end('one', undefined, 0);
    expect(await used(one, 'ada')).toBe(1);
  });

  it('may have sent nothing yet', async () => {
    const { process, used } = setUp();
    const [one, two] = [process(), process()];
    await one.unite('token:1', 'ada');
    await two.user('token:1').start('one', 'interactive');
    expect(await used(one, 'ada')).toBe(1);
  });

  it('may be told of again and again, and by several at once, and is counted once', async () => {
    const { process, spend, used } = setUp();
    const [one, two] = [process(), process()];
    await spend(one, 'token:1', 3);
    await Promise.all([one.unite('token:1', 'ada'), two.unite('token:1', 'ada')]);
    await two.unite('token:1', 'ada');
    expect(await used(two, 'ada')).toBe(3);
  });

  it('counts what another process sends meanwhile', async () => {
    const { process, documents, used } = setUp();
    const [one, two] = [process(), process()];
    let asked = 0;
    documents.before = async () => {
      asked += 1;
      if (asked === 3) await two.user('token:1').start('meanwhile', 'interactive');
    };
    await one.user('token:1').start('before', 'interactive');
    asked = 0;
    await one.unite('token:1', 'ada');
    documents.before = async () => undefined;
    expect(await used(two, 'ada')).toBe(2);
  });

  it('is known by its user already', async () => {
    const { process, spend, used } = setUp();
    const limits = process();
    await spend(limits, 'ada', 2);
    await limits.unite('ada', 'ada');
    expect(await used(limits, 'ada')).toBe(2);
  });
});

describe('documents that nobody has needed for a day', () => {
  const kept = (id: string, idleFrom: number): BudgetDocument => ({
    id,
    revision: 1,
    budget: newBudget(50),
    sameAs: null,
    idleFrom,
  });

  it('go when a token becomes known', async () => {
    const { process, documents, clock } = setUp();
    const now = clock.now().getTime();
    for (const document of [kept('user old', now - 24 * hourMs - 1), kept('user young', now - 24 * hourMs)])
      documents.stored.set(document.id, document);
    await process().unite('token:1', 'ada');
    expect([...documents.stored.keys()].toSorted()).toEqual(['user token:1', 'user young']);
  });

  it('are never needed again as they were', async () => {
    const { process, documents, clock, spend, used } = setUp();
    const limits = process();
    await spend(limits, 'ada', 2);
    await clock.advance(25 * hourMs);
    await limits.unite('token:1', 'bob');
    expect([...documents.stored.keys()]).toEqual(['user token:1']);
    expect(await used(limits, 'ada')).toBe(0);
    await spend(limits, 'ada', 1);
    expect(await used(limits, 'ada')).toBe(1);
  });
});
