import { topics, type PublishedEvent } from '#libs/contracts';
import {
  aBuild,
  aBuildJobsObserved,
  aBuildObserved,
  aCommitLookedUp,
  aDefaultBuildServerSet,
} from '#libs/contracts/testing';
import { eventually, readAll } from '#libs/bus/testing';
import { rejectionOf } from '#libs/platform/testing';
import { anIdentity, aShop, register } from '../testing/shop.js';
import { Yard } from '../testing/yard.js';
import { definitionsOf } from './collections.js';
import { rebuildRoutes } from './rebuild-routes.js';
import { Rebuild, RebuildRunning } from './rebuild.js';

const shaOf = (number: number) => number.toString(16).padStart(40, '0');
let yard: Yard;
let rebuild: Rebuild;

beforeEach(async () => {
  yard = await Yard.open();
  rebuild = yard.get(Rebuild);
  await aShop(yard);
});
afterEach(() => yard.close());

/** Deploys with a snapshot, with a corrected one, still gathered and deleted, and a record that is no event. */
async function aHistory(): Promise<void> {
  await yard.hear(aDefaultBuildServerSet());
  for (const number of [1, 2, 3]) await register(yard, { sha: shaOf(number) });
  const { deploy } = await register(yard, { sha: shaOf(4) });
  await yard.deploys.delete('acme', deploy.id, anIdentity(), 'key-1');
  await yard.hear(...factsOf(1), ...factsOf(2));
  await yard.bus.publish(topics.builds.name, [{ key: 'acme', value: 'nothing that anybody can read' }]);
  await yard.hear(...factsOf(2, '2026-11-23T11:58:00.000Z', 'failed'));
  await yard.show();
}

/** A look at the build of a SHA, and the look-up that names it. */
function factsOf(number: number, lookedAt = '2026-11-23T12:00:02.000Z', state = 'passed'): PublishedEvent[] {
  const id = `019a0f6e-2b7c-4d11-8a55-00000000000${number}`;
  const sha = shaOf(number);
  const finishedAt = state === 'passed' ? '2026-11-23T11:55:00.000Z' : '2026-11-23T11:50:00.000Z';
  return [
    aBuildObserved({ lookedAt, build: aBuild({ id, number, commit: sha, sha, state, finishedAt }) }),
    aBuildJobsObserved({ lookedAt, build: id }),
    aCommitLookedUp({ lookedAt, sha, builds: [id] }),
  ];
}

/** Every document of a generation. */
async function everythingIn(number: number): Promise<Record<string, unknown>> {
  const kept = definitionsOf(number).map(async (definition) => {
    const documents = await yard.documents.collection(definition).find({ where: {} });
    return [definition.name.replace(/-g\d+$/, ''), documents] as const;
  });
  return Object.fromEntries(await Promise.all(kept));
}

async function generations(): Promise<number[]> {
  const names = (await yard.documents.list()).map((name) => /-g(\d+)$/.exec(name)?.[1]);
  return [...new Set(names.filter((number) => number !== undefined).map(Number))].sort();
}

const changedOver = (to: number) =>
  eventually(
    () => yard.readModel.pointer(),
    ({ active }) => active === to,
  );

async function everythingPublished(): Promise<number> {
  const all = await Promise.all(Object.values(topics).map(({ name }) => readAll(yard.bus, name)));
  return all.flat().length;
}

describe('A rebuild', () => {
  it('gives equal documents, appends and publishes nothing', async () => {
    await aHistory();
    const [stored, published] = [(await yard.stored('')).length, await everythingPublished()];
    const before = await everythingIn(1);
    expect(Object.values(before).every((documents) => (documents as unknown[]).length > 0)).toBe(true);

    const running = rebuild.run();
    await changedOver(2);

    expect(await everythingIn(2)).toEqual(before);
    expect(await running).toMatchObject({ state: 'done', generation: 2 });
    expect(await generations()).toEqual([2]);
    expect((await yard.stored('')).length).toBe(stored);
    expect(await everythingPublished()).toBe(published);
  });

  it('gives equal documents while live facts go on to come, and what is read is there all the time', async () => {
    await aHistory();
    const [first] = await yard.stored('deploys-');
    const deploy = String(first?.data['deploy']);
    const running = rebuild.run();
    for (let number = 5; (await yard.readModel.pointer()).active === 1; number += 1) {
      await register(yard, { sha: shaOf(number) });
      await yard.hear(...factsOf(1, new Date(Date.UTC(2026, 10, 23, 13, number)).toISOString()));
      await yard.show();
      expect(await yard.deploys.find('acme', deploy)).toBeDefined();
    }
    await running;
    const live = await everythingIn(2);
    const again = rebuild.run();
    await changedOver(3);
    expect(await everythingIn(3)).toEqual(live);
    await again;
  });

  it('mends a read model that lost documents', async () => {
    await aHistory();
    const before = await everythingIn(1);
    const { looks, revisions, deploys } = yard.readModel.generation(1);
    for (const lost of [looks, revisions, deploys])
      await lost.remove((await lost.find({ where: {} })).map(({ id }) => id));
    const running = rebuild.run();
    await changedOver(2);
    expect(await everythingIn(2)).toEqual(before);
    await running;
  });

  it('is refused while another one runs', async () => {
    const running = rebuild.run();
    expect(await rejectionOf(rebuild.run())).toBeInstanceOf(RebuildRunning);
    expect(await running).toMatchObject({ state: 'done', generation: 2 });
  });

  it('takes no part of one that a dead process left behind', async () => {
    await aHistory();
    await yard.readModel.provision(2);
    await yard.readModel.point(await yard.readModel.pointer(), { active: 1, building: 2 });
    await yard.readModel.generation(2).looks.put([
      {
        ...(await yard.readModel.generation(1).looks.find({ where: {}, limit: 1 }))[0]!,
        id: 'left behind',
      },
    ]);
    const before = await everythingIn(1);
    const running = rebuild.run();
    await changedOver(3);
    expect(await everythingIn(3)).toEqual(before);
    await running;
    expect(await generations()).toEqual([3]);
  });

  it('reads on where the store breaks off', async () => {
    await aHistory();
    const before = await everythingIn(1);
    yard.store.failSubscriptions({ after: 2, how: 'ends' });
    const running = rebuild.run();
    await changedOver(2);
    expect(await everythingIn(2)).toEqual(before);
    await running;
  });

  it('that fails leaves what is read as it was, and can be run again', async () => {
    await aHistory();
    yard.store.failSubscriptions({ after: 1, how: 'throws' });
    await expect(rebuild.run()).rejects.toThrow();
    expect(rebuild.report).toMatchObject({ state: 'failed', finishedAt: expect.any(String) as string });
    expect((await yard.readModel.pointer()).active).toBe(1);
    expect((await rebuild.run()).state).toBe('done');
  });
});

describe('How an operator rebuilds', () => {
  it('by asking for it, and by asking how it went', async () => {
    await aHistory();
    const routes = rebuildRoutes(rebuild);
    const ask = async (route: string) => routes[route]?.(new URLSearchParams());
    expect(await ask('GET /rebuild')).toMatchObject({ status: 200, body: { state: 'none' } });
    const running = ask('POST /rebuild');
    expect(await ask('POST /rebuild')).toMatchObject({ status: 409 });
    expect(await running).toMatchObject({ status: 200, body: { state: 'done', generation: 2 } });
    expect(await ask('GET /rebuild')).toMatchObject({ status: 200, body: { state: 'done' } });
  });
});
