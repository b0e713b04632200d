import { aBuildObserved, aCommitLookedUp, aDefaultBuildServerSet } from '#libs/contracts/testing';
import { eventually } from '#libs/bus/testing';
import { rejectionOf } from '#libs/platform/testing';
import { Holdup, intercepted } from '../testing/intercepted.js';
import { aShop, register } from '../testing/shop.js';
import { Yard } from '../testing/yard.js';
import { definitionsOf } from './collections.js';
import { Rebuild, RebuildRunning } from './rebuild.js';

const shaOf = (number: number) => number.toString(16).padStart(40, '0');
let yard: Yard;
let other: Yard;
let held: Holdup;

/** Two instances; what the other one does with documents can be held up. */
beforeEach(async () => {
  yard = await Yard.open();
  held = new Holdup();
  other = await yard.another({ documents: intercepted(yard.documents, held.pass) });
  await aShop(yard);
  await yard.hear(aDefaultBuildServerSet(), aBuildObserved(), aCommitLookedUp());
  for (const number of [1, 2, 3]) await register(yard, { sha: shaOf(number) });
  await yard.show();
});
afterEach(() => yard.close());

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

describe('While another instance rebuilds', () => {
  it('what this one writes is there before and behind the change-over', async () => {
    held.at('looks-g2');
    const running = other.get(Rebuild).run();
    await held.reached();
    const { deploy } = await register(yard, { sha: shaOf(9) });
    expect(await yard.deploys.find('acme', deploy.id)).toBeDefined();
    held.release();
    await running;
    expect(await yard.deploys.find('acme', deploy.id)).toBeDefined();
    expect(await generations()).toEqual([2]);
  });

  it('this one does not, but it may afterwards', async () => {
    held.at('looks-g2');
    const running = other.get(Rebuild).run();
    await held.reached();
    expect(await rejectionOf(yard.get(Rebuild).run())).toBeInstanceOf(RebuildRunning);
    held.release();
    await running;
    expect(await yard.get(Rebuild).run()).toMatchObject({ state: 'done', generation: 3 });
  });

  it('a write that began before it and ends behind it is in what is read then', async () => {
    held.at('deploys-g1');
    const registering = register(other, { sha: shaOf(9) });
    await held.reached();
    await yard.get(Rebuild).run();
    held.release();
    const { deploy } = await registering;
    expect(await yard.deploys.find('acme', deploy.id)).toBeDefined();
    expect(await generations()).toEqual([2]);
  });

  it('a read that began before it and ends behind it finds what is there', async () => {
    const { deploy } = await register(yard, { sha: shaOf(9) });
    held.at('deploys-g1');
    const reading = other.deploys.find('acme', deploy.id);
    await held.reached();
    await yard.get(Rebuild).run();
    held.release();
    expect(await reading).toBeDefined();
  });
});

describe('A rebuild that was held up until another one had been done', () => {
  it('neither changes over nor drops what is in use', async () => {
    held.at('looks-g2');
    const late = other.get(Rebuild).run();
    await held.reached();
    await leaseRunsOut();
    expect(await yard.get(Rebuild).run()).toMatchObject({ state: 'done', generation: 3 });
    const before = await everythingIn(3);
    held.release();
    expect(await rejectionOf(late)).toBeDefined();
    expect((await yard.readModel.pointer()).active).toBe(3);
    expect(await everythingIn(3)).toEqual(before);
    expect(await generations()).toEqual([3]);
  });
});

describe('A rebuild whose instance is told to stop', () => {
  it('is given up before that one has stopped', async () => {
    held.at('looks-g2');
    const failing = rejectionOf(other.get(Rebuild).run());
    await held.reached();
    const stopping = other.get(Rebuild).onApplicationShutdown();
    held.release();
    await stopping;
    expect(await failing).toMatchObject({ message: 'The service stops.' });
    expect(await yard.readModel.pointer()).toMatchObject({ active: 1, building: null });
    expect(await generations()).toEqual([1]);
  });
});

describe('A rebuild that a killed instance left unfinished', () => {
  beforeEach(async () => {
    await yard.readModel.provision(2);
    await yard.readModel.point(await yard.readModel.pointer(), { active: 1, building: 2 });
  });

  it('is given up by an instance that starts', async () => {
    const starting = other.get(Rebuild);
    await starting.onApplicationBootstrap();
    await eventually(generations, (left) => left.length === 1);
    expect(await yard.readModel.pointer()).toMatchObject({ active: 1, building: null });
    await starting.onApplicationShutdown();
  });

  it('is left alone by an instance that starts while somebody is at it', async () => {
    held.at('looks-g3');
    const running = other.get(Rebuild).run();
    await held.reached();
    const starting = (await yard.another()).get(Rebuild);
    await starting.onApplicationBootstrap();
    await starting.onApplicationShutdown();
    expect(await yard.readModel.pointer()).toMatchObject({ active: 1, building: 3 });
    held.release();
    expect(await running).toMatchObject({ state: 'done', generation: 3 });
  });

  it('is in the way of nothing that is written', async () => {
    await other.get(Rebuild).run();
    const { deploy } = await register(yard, { sha: shaOf(9) });
    expect(await other.deploys.find('acme', deploy.id)).toBeDefined();
    expect(await generations()).toEqual([3]);
  });
});

/** As for a process that stands still for longer than its lease. */
async function leaseRunsOut(): Promise<void> {
  const leases = yard.documents.collection<{
    id: string;
    revision: number;
    owner: string;
    expiresAt: string;
  }>({
    name: 'leases',
    indexes: [],
  });
  const [lease] = await leases.find({ where: {} });
  if (lease)
    await leases.put([{ ...lease, revision: lease.revision + 1, expiresAt: '2020-01-01T00:00:00.000Z' }]);
}
