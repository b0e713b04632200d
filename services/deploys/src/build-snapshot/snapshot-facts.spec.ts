import {
  acme,
  aBuild,
  aBuildJobsObserved,
  aBuildObserved,
  aCodeDeploymentBuildServerSet,
  aCommitLookedUp,
  aDefaultBuildServerSet,
} from '#libs/contracts/testing';
import type { PublishedEvent } from '#libs/contracts';
import type { DeployDocument } from '../read-model/collections.js';
import { anIdentity, aShop, register } from '../testing/shop.js';
import { Yard } from '../testing/yard.js';
import { SnapshotFacts } from './snapshot-facts.js';

const other = '019a0f6e-2b7c-4d11-8a55-6e3f2d1c0b99';
const head = aBuild({ commit: 'HEAD', sha: null });
const serving = aDefaultBuildServerSet();
let yard: Yard;
let facts: SnapshotFacts;
let deploy: DeployDocument;

beforeEach(async () => {
  yard = await Yard.open();
  facts = yard.get(SnapshotFacts);
  await aShop(yard);
  ({ deploy } = await register(yard));
});
afterEach(() => yard.close());

/** The deploys that the events affect, with the ids of those that do. */
async function affected(...events: readonly PublishedEvent[]): Promise<[string, string[]][]> {
  await facts.keep(events);
  return (await facts.affectedBy(events)).map(({ deploy: { id }, because }) => [
    id,
    because.map((event) => event.id),
  ]);
}

describe('The deploys that a look affects', () => {
  it('are those of its SHA', async () => {
    const look = aBuildObserved();
    expect(await affected(look)).toEqual([[deploy.id, [look.id]]]);
  });

  it('are none while the SHA is not known', async () => {
    expect(await affected(aBuildObserved({ build: head }))).toEqual([]);
  });

  it('are those that another look at the build has tied it to', async () => {
    await affected(aBuildObserved());
    const late = aBuildObserved({ build: head, lookedAt: '2026-11-23T11:50:00.000Z' });
    expect(await affected(late)).toEqual([[deploy.id, [late.id]]]);
  });

  it('are those of every SHA that some look at its build showed', async () => {
    const { deploy: next } = await register(yard, { sha: 'b'.repeat(40) });
    await affected(aBuildObserved());
    const late = aBuildObserved({
      build: aBuild({ sha: 'b'.repeat(40) }),
      lookedAt: '2026-11-23T11:50:00.000Z',
    });
    expect((await affected(late)).sort()).toEqual(
      [[deploy.id, [late.id]] as const, [next.id, [late.id]] as const].sort(),
    );
  });

  it.each([
    ['through another connection', { connection: other }],
    ['in another organization', { organization: 'globex' }],
    ['of another build', { build: { ...head, id: other } }],
  ])('are not those of a look %s that shows no SHA', async (_what, changes) => {
    await affected(aBuildObserved());
    expect(await affected(aBuildObserved({ build: head, ...changes }))).toEqual([]);
  });

  it.each([
    ['repository', aBuild({ repository: 'github.com/acme/docs' })],
    ['SHA', aBuild({ sha: 'b'.repeat(40) })],
  ])('are not those of another %s', async (_what, build) => {
    expect(await affected(aBuildObserved({ build }))).toEqual([]);
  });

  it('are not those that were deleted', async () => {
    await yard.deploys.delete('acme', deploy.id, anIdentity(), 'key-1');
    expect(await affected(aBuildObserved(), aCommitLookedUp(), serving)).toEqual([]);
  });

  it('are all those of the SHA, each with its own causes', async () => {
    const { deploy: staged } = await register(yard, { environment: 'staging' });
    const [look, foreign] = [
      aBuildObserved(),
      aBuildObserved({ build: aBuild({ id: other, sha: 'b'.repeat(40) }) }),
    ];
    const found = await affected(look, foreign);
    expect(found.sort()).toEqual([[deploy.id, [look.id]] as const, [staged.id, [look.id]] as const].sort());
  });
});

describe('The deploys that a look at jobs affects', () => {
  it('are those of the SHA of its build, once that is known', async () => {
    const jobs = aBuildJobsObserved();
    expect(await affected(jobs)).toEqual([]);
    await affected(aBuildObserved());
    expect(await affected(jobs)).toEqual([[deploy.id, [jobs.id]]]);
    expect(await affected(aBuildJobsObserved({ connection: other }))).toEqual([]);
    expect(await affected(aBuildJobsObserved({ build: other }))).toEqual([]);
  });
});

describe('The deploys that a look-up affects', () => {
  it('are those of its SHA in its organization', async () => {
    const lookUp = aCommitLookedUp();
    expect(await affected(lookUp)).toEqual([[deploy.id, [lookUp.id]]]);
    expect(await affected(aCommitLookedUp({ sha: 'b'.repeat(40) }))).toEqual([]);
    expect(await affected(aCommitLookedUp({ organization: 'globex' }))).toEqual([]);
  });
});

describe('The deploys that a build server affects', () => {
  it('are those that it begins to serve', async () => {
    expect(await affected(serving)).toEqual([[deploy.id, [serving.id]]]);
  });

  it('are the same when the setting comes again, in case the first time came to nothing', async () => {
    await affected(serving);
    expect(await affected(serving)).toEqual([[deploy.id, [serving.id]]]);
  });

  it('are not those of another project, nor those that another one serves already', async () => {
    expect(await affected(aDefaultBuildServerSet({ project: 'docs' }))).toEqual([]);
    await affected(serving);
    const next = aDefaultBuildServerSet({ connection: other, at: '2026-11-23T13:00:00.000Z', sequence: 5 });
    expect(await affected(next)).toEqual([]);
  });
});

describe('The facts of a deploy', () => {
  it('are none while no build server serves it', async () => {
    await facts.keep([aBuildObserved(), aCommitLookedUp()]);
    expect(await facts.of(deploy)).toBeUndefined();
  });

  it('are the looks at its builds, those without a SHA too, and the look-ups of its SHA', async () => {
    const early = aBuildObserved({ build: head, lookedAt: '2026-11-23T11:50:00.000Z' });
    await facts.keep([serving, early, aBuildObserved(), aCommitLookedUp()]);
    const gathered = await facts.of(deploy);
    expect(gathered).toMatchObject({ deploy, connection: acme.connection });
    expect(gathered?.looks.map(({ lookedAt }) => lookedAt).sort()).toEqual([
      '2026-11-23T11:50:00.000Z',
      '2026-11-23T12:00:02.000Z',
    ]);
    expect(gathered?.lookUps).toHaveLength(1);
  });

  it('are also the looks at builds that a look-up names', async () => {
    await facts.keep([serving, aBuildObserved({ build: head }), aCommitLookedUp()]);
    expect((await facts.of(deploy))?.looks).toHaveLength(1);
  });

  it('are also what the jobs tell of a build that was re-opened around the deploy, and of no other', async () => {
    const actions = [{ at: '2026-11-23T12:00:01.000Z', by: 'retry' as const }];
    const jobs = aBuildJobsObserved({ actions });
    await facts.keep([
      serving,
      jobs,
      aBuildJobsObserved({ actions: [], connection: other }),
      aBuildObserved(),
    ]);
    expect((await facts.of(deploy))?.jobActions).toEqual(new Map());
    const running = aBuild({ state: 'running', finishedAt: null });
    await facts.keep([
      aBuildObserved({ lookedAt: '2026-11-23T11:58:00.000Z' }),
      aBuildObserved({ lookedAt: '2026-11-23T12:00:01.000Z', build: running }),
    ]);
    expect((await facts.of(deploy))?.jobActions).toEqual(new Map([[acme.build, actions]]));
  });

  it('are not what was seen through another connection', async () => {
    const connection = other;
    await facts.keep([
      serving,
      aBuildObserved({ connection }),
      aCommitLookedUp({ connection, builds: [other] }),
    ]);
    expect((await facts.of(deploy))?.looks).toEqual([]);
  });

  it("come through the code deployment's own build server when it has one", async () => {
    await facts.keep([serving, aCodeDeploymentBuildServerSet({ connection: other, sequence: 2 })]);
    expect((await facts.of(deploy))?.connection).toBe(other);
  });
});

describe('Deploys by id', () => {
  it('are those that are there and not deleted', async () => {
    const { deploy: gone } = await register(yard, { environment: 'staging' });
    await yard.deploys.delete('acme', gone.id, anIdentity(), 'key-1');
    const found = await facts.deploys([gone.id, deploy.id, other]);
    expect(found.map(({ id }) => id)).toEqual([deploy.id]);
  });
});
