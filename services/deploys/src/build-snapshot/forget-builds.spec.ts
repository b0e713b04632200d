import { jest } from '@jest/globals';
import {
  acme,
  aBuild,
  aBuildJobsObserved,
  aBuildObserved,
  aCommitLookedUp,
  aDefaultBuildServerSet,
} from '#libs/contracts/testing';
import { anIdentity, aShop, register } from '../testing/shop.js';
import { Yard } from '../testing/yard.js';
import type { DeployDocument } from '../read-model/collections.js';
import { Rebuild } from '../read-model/rebuild.js';
import { ForgetBuilds } from './forget-builds.js';
import { SnapshotFacts } from './snapshot-facts.js';

const day = 24 * 3_600_000;
const unknownSha = 'f'.repeat(40);
let yard: Yard;
let forgetting: ForgetBuilds;
let builds = 0;

beforeEach(async () => {
  yard = await Yard.open();
  forgetting = yard.get(ForgetBuilds);
  await aShop(yard);
  await yard.hear(aDefaultBuildServerSet());
});
afterEach(() => yard.close());

/** A build of now, with a look at it. */
async function seen(sha: string | null = unknownSha, id = `build-${(builds += 1)}`): Promise<string> {
  const now = yard.clock.now().toISOString();
  const build = aBuild({ id, sha, commit: sha ?? 'HEAD', createdAt: now });
  await yard.hear(aBuildObserved({ build, lookedAt: now }));
  return id;
}

const sweep = () => forgetting.once(new AbortController().signal);
const rebuild = () => yard.get(Rebuild).run();
const pass = (days: number) => yard.clock.advance(days * day);

/** Builds that the read model knows, by their looks and by their ties. */
async function known(number = 1): Promise<{ looks: string[]; ties: string[] }> {
  const { looks, buildTies } = yard.readModel.generation(number);
  const ids = (keys: readonly string[]) => [...new Set(keys.map((key) => key.split(' ')[2] ?? ''))].sort();
  return {
    looks: ids((await looks.find({ where: {} })).map(({ buildKey }) => buildKey)),
    ties: ids((await buildTies.find({ where: {} })).map(({ buildKey }) => buildKey)),
  };
}

describe('A build that no deploy refers to', () => {
  it('is there for 90 days and a day for late facts, and then is not', async () => {
    const [tied, untied] = [await seen(), await seen(null)];
    await pass(90.9);
    expect(await sweep()).toBe(0);
    expect((await known()).looks).toEqual([tied, untied].sort());
    await pass(0.2);
    expect(await sweep()).toBe(2);
    expect(await known()).toEqual({ looks: [], ties: [] });
  });

  it('is forgotten also when it is one of very many of the same instant', async () => {
    for (let count = 0; count < 1_203; count += 401) {
      const now = yard.clock.now().toISOString();
      const events = Array.from({ length: 401 }, () => {
        const build = aBuild({ id: `build-${(builds += 1)}`, sha: unknownSha, createdAt: now });
        return aBuildObserved({ build, lookedAt: now });
      });
      await yard.hear(...events);
    }
    await pass(92);
    expect(await sweep()).toBe(1_203);
    expect(await sweep()).toBe(0);
  });

  it('takes the looks at its jobs along', async () => {
    const build = await seen();
    await yard.hear(aBuildJobsObserved({ build, lookedAt: yard.clock.now().toISOString() }));
    await pass(92);
    expect(await sweep()).toBe(1);
    expect(await yard.readModel.generation(1).jobsLooks.count({})).toBe(0);
  });

  it('leaves alone a younger one', async () => {
    await seen();
    await pass(50);
    const young = await seen();
    await pass(50);
    expect(await sweep()).toBe(1);
    expect((await known()).looks).toEqual([young]);
  });
});

describe('A build that is looked at while it is being forgotten', () => {
  it('keeps its new look, and is found by it', async () => {
    const build = await seen();
    await pass(92);
    const { buildTies } = yard.readModel.generation(1);
    const lookedAt = yard.clock.now().toISOString();
    const again = aBuild({ id: build, sha: unknownSha, createdAt: '2026-11-23T12:00:00.000Z' });
    const remove = jest.spyOn(buildTies, 'remove').mockImplementationOnce(async (ids) => {
      await yard.hear(aBuildObserved({ build: again, lookedAt }));
      remove.mockRestore();
      await buildTies.remove(ids);
    });
    expect(await sweep()).toBe(1);
    expect(await known()).toEqual({ looks: [build], ties: [build] });
  });
});

describe('A build that a deploy refers to', () => {
  it('is never forgotten, nor is its snapshot', async () => {
    const { deploy } = await register(yard);
    const build = await seen(acme.sha);
    await yard.hear(aCommitLookedUp({ builds: [build], lookedAt: yard.clock.now().toISOString() }));
    await yard.show();
    await pass(1_000);
    expect(await sweep()).toBe(0);
    expect((await known()).looks).toEqual([build]);
    expect(await yard.revisions(deploy.id)).toHaveLength(1);
  });

  it('counts for a later deploy only with what was not forgotten by then, removed or not', async () => {
    const build = await seen(acme.sha);
    await pass(92);
    const { deploy } = await register(yard);
    await yard.show();
    const lookedAt = yard.clock.now().toISOString();
    const old = { id: build, sha: acme.sha, createdAt: '2026-11-23T12:00:00.000Z' };
    await yard.hear(
      aBuildObserved({ build: aBuild(old), lookedAt }),
      aCommitLookedUp({ builds: [build], lookedAt }),
    );
    const looksFor = async () =>
      (await yard.get(SnapshotFacts).of(deploy))?.looks.map((look) => look.lookedAt);
    expect(await looksFor()).toEqual([lookedAt]);
    expect(await sweep()).toBe(1);
    expect(await looksFor()).toEqual([lookedAt]);
  });
});

describe('Deleting a deploy', () => {
  const lookUp = (build: string) =>
    aCommitLookedUp({ builds: [build], lookedAt: yard.clock.now().toISOString() });
  const factsOf = async (deploy: DeployDocument) => {
    const { looks, jobActions } = (await yard.get(SnapshotFacts).of(deploy)) ?? {};
    return { looks, jobActions };
  };

  it('takes nothing from another deploy of the SHA: before and behind forgetting, and when rebuilt', async () => {
    const { deploy: first } = await register(yard);
    const build = await seen(acme.sha);
    await yard.hear(lookUp(build));
    await pass(92);
    const { deploy: second } = await register(yard, { environment: 'staging' });
    await yard.hear(lookUp(build));
    await yard.show();
    const before = await factsOf(second);
    expect(before.looks).toHaveLength(1);

    await yard.deploys.delete(acme.organization, first.id, anIdentity(), 'key-1');
    await yard.show();
    expect(await factsOf(second)).toEqual(before);
    expect(await sweep()).toBe(0);
    await pass(1);
    await yard.hear(lookUp(build));
    expect(await yard.revisions(first.id)).toHaveLength(1);
    expect(await yard.revisions(second.id)).toMatchObject([{ content: { builds: [{ id: build }] } }]);
    await rebuild();
    expect(await factsOf(second)).toEqual(before);
    expect(await sweep()).toBe(0);
  });

  it('leaves its builds to a deploy that is registered later', async () => {
    const { deploy: first } = await register(yard);
    const build = await seen(acme.sha);
    await yard.deploys.delete(acme.organization, first.id, anIdentity(), 'key-1');
    await pass(92);
    expect(await sweep()).toBe(0);
    const { deploy: second } = await register(yard);
    await yard.hear(lookUp(build));
    await yard.show();
    expect((await factsOf(second)).looks).toMatchObject([{ build: { id: build } }]);
  });
});

describe('A rebuild', () => {
  it('brings nothing back for good', async () => {
    await seen();
    await register(yard);
    const build = await seen(acme.sha);
    await yard.show();
    await pass(92);
    await sweep();
    const before = await known();
    await rebuild();
    await sweep();
    expect(await known(2)).toEqual(before);
    expect(before.looks).toEqual([build]);
  });
});
