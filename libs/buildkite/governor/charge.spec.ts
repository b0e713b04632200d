import { ManualClock, RecordingLog } from '#libs/platform/testing';
import { MemoryBudgets } from '../testing/memory-budgets.js';
import { Charge } from './charge.js';
import type { Priority } from './lanes.js';
import { Limits } from './limits.js';
import type { RateLimits, ShownLimit } from './rate-limits.js';

const nothing: ShownLimit = { limit: undefined, remaining: undefined, resetMs: undefined };
const refusedBy = (by: 'user' | 'organization'): RateLimits => ({
  user: nothing,
  organization: nothing,
  exceeded: { by, waitMs: 9_000 },
});

function setUp() {
  const documents = new MemoryBudgets();
  const log = new RecordingLog();
  const limits = new Limits({ documents, clock: new ManualClock(), machine: new ManualClock(), log });
  const charged = { user: limits.user('ada'), organization: limits.organization('acme') };
  const ask = () => Charge.of(charged, 'interactive');
  const reports = () =>
    Promise.all([limits.report({ user: 'ada' }), limits.report({ organization: 'acme' })]);
  const used = async () => (await reports()).map((report) => report.used);
  return { documents, limits, charged, ask, reports, used };
}

describe('a request', () => {
  it('counts against both limits', async () => {
    const { ask, used } = setUp();
    const charge = await ask();
    expect(await used()).toEqual([1, 1]);
    await charge?.settle(undefined, 0);
    expect(await used()).toEqual([1, 1]);
  });

  it('may ask about no organization', async () => {
    const { charged, used } = setUp();
    await Charge.of({ user: charged.user, organization: undefined }, 'interactive');
    expect(await used()).toEqual([1, 0]);
  });

  it.each(['user', 'organization'] as const)(
    'counts against none when that of the %s is closed',
    async (by) => {
      const { ask, used } = setUp();
      await (await ask())?.settle(refusedBy(by), 0);
      for (let attempt = 0; attempt < 2; attempt++) expect(await ask()).toBeUndefined();
      expect(await used()).toEqual([1, 1]);
    },
  );

  it('asks the limit of the organization first when that was closed last, and writes nothing for nothing', async () => {
    const { ask, documents } = setUp();
    await (await ask())?.settle(refusedBy('organization'), 0);
    await ask();
    const { writes } = documents;
    for (let attempt = 0; attempt < 3; attempt++) await ask();
    expect(documents.writes).toBe(writes);
  });

  it('counts no more when it is taken back', async () => {
    const { ask, used } = setUp();
    await (await ask())?.takeBack();
    expect(await used()).toEqual([0, 0]);
  });

  it('shows both limits in its reply', async () => {
    const { ask, reports } = setUp();
    const user = { limit: 60, remaining: 59, resetMs: 1_000 };
    await (await ask())?.settle({ user, organization: { limit: 400, remaining: 300, resetMs: 1_000 } }, 0);
    expect(await reports()).toMatchObject([
      { limit: 60, remaining: 59 },
      { limit: 400, remaining: 300 },
    ]);
  });

  it('closes the limit that refuses it, with the jitter', async () => {
    const { ask, reports } = setUp();
    await (await ask())?.settle(refusedBy('organization'), 700);
    expect((await reports()).map(({ limitedForMs }) => limitedForMs)).toEqual([0, 9_700]);
  });
});

describe('the line of a process', () => {
  it('has a place for as long as a request is under way, and none for one that may not go', async () => {
    const { ask, charged } = setUp();
    const worthAsking = () => charged.user.worthAsking('interactive');
    const charges: (Charge | undefined)[] = [];
    for (let sent = 0; sent < 6; sent++) charges.push(await ask());
    expect(worthAsking()).toBe(Infinity);
    await charges[0]?.takeBack();
    expect(worthAsking()).toBe(0);
    await charges[1]?.settle(refusedBy('user'), 0);
    for (let attempt = 0; attempt < 10; attempt++) expect(await ask()).toBeUndefined();
    expect(worthAsking()).not.toBe(Infinity);
  });
});

describe('the line of a process that is full of lists', () => {
  it('has a place more for one request of history, and still one for a person', async () => {
    const { charged } = setUp();
    const worthAsking = (priority: Priority) => charged.user.worthAsking(priority);
    for (let sent = 0; sent < 4; sent++) await Charge.of(charged, 'background');
    expect([worthAsking('background'), worthAsking('history')]).toEqual([Infinity, 0]);
    const history = await Charge.of(charged, 'history');
    expect([worthAsking('history'), worthAsking('interactive')]).toEqual([Infinity, 0]);
    await history?.takeBack();
    expect(worthAsking('history')).toBe(0);
  });

  it('has none more for what is not on its lane’s own share', async () => {
    const { charged } = setUp();
    for (let sent = 0; sent < 2; sent++) await (await Charge.of(charged, 'history'))?.settle(undefined, 0);
    for (let sent = 0; sent < 4; sent++) await Charge.of(charged, 'background');
    expect(await Charge.of(charged, 'history')).toBeUndefined();
  });
});

describe('when the documents fail', () => {
  it('in the middle, the request counts nowhere once they are back', async () => {
    const { ask, used, documents, charged } = setUp();
    let asked = 0;
    documents.before = async () => {
      asked += 1;
      if (asked > 2) throw new Error('no primary');
    };
    await expect(ask()).rejects.toThrow('no primary');
    await new Promise(setImmediate);
    documents.before = async () => undefined;
    expect(await used()).toEqual([0, 0]);
    expect(charged.user.isIdle).toBe(true);
  });

  it('at the end of a request, it counts as one under way until they are back', async () => {
    const { ask, reports, documents } = setUp();
    const charge = await ask();
    documents.before = () => Promise.reject(new Error('no primary'));
    await charge?.settle(refusedBy('user'), 0);
    documents.before = async () => undefined;
    expect((await reports()).map(({ used, limitedForMs }) => [used, limitedForMs])).toEqual([
      [1, 9_000],
      [1, 0],
    ]);
  });
});
