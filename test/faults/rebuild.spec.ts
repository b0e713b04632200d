import type { CollectionDefinition, Document } from '#libs/documents';
import { topics } from '#libs/contracts';
import { eventually } from '../e2e/setting/eventually.js';
import { Scene, newSha } from '../e2e/setting/scene.js';
import { Stage } from '../e2e/setting/stage.js';
import type { BuildsReply } from '../e2e/setting/replies.js';
import { generation } from '../../services/deploys/src/read-model/collections.js';
import { Data } from './setting/data.js';
import { quiet } from './setting/quiet.js';
import { activeGeneration, readModelFaults } from './setting/read-model-faults.js';

/** What a stopped product left: all that is stored and published, and the read model. */
interface Left {
  readonly generation: number;
  readonly stored: readonly unknown[];
  readonly published: readonly unknown[];
  /** By collection, without the number of its generation. */
  readonly readModel: ReadonlyMap<string, readonly Document[]>;
  readonly faults: readonly string[];
}

async function look(data: Data): Promise<Left> {
  const number = await activeGeneration(data);
  const readModel = new Map<string, readonly Document[]>();
  const definitions = { ...generation(number) } as Readonly<Record<string, CollectionDefinition<Document>>>;
  for (const [name, definition] of Object.entries(definitions))
    readModel.set(name, await data.documentsOf(definition));
  const stored = await data.storedEvents();
  const published = new Map(
    await Promise.all(
      Object.values(topics).map(async ({ name }) => [name, await data.publishedEvents(name)] as const),
    ),
  );
  const records = await Promise.all(Object.values(topics).map(({ name }) => data.records(name)));
  const faults = await readModelFaults(data, stored, published);
  return { generation: number, stored, published: records.flat(), readModel, faults };
}

/** Deploys are registered for as long as a rebuild takes, and each is looked up within one minute of a frozen clock. */
const limitsOutOfReach = { userLimit: 100_000, organizationLimit: 100_000 };

describe('a rebuild of the read model', () => {
  let stage: Stage;
  let scene: Scene;
  const known: string[] = [];

  beforeAll(async () => {
    stage = await Stage.set();
    await stage.buildkite.changeSettings(limitsOutOfReach);
    scene = await Scene.connected(stage.product, stage.buildkite);
    for (let count = 0; count < 20; count += 1) known.push(await deployWithBuild());
    for (const deploy of known) await scene.snapshotWithJobs(deploy);
  }, 120_000);

  afterAll(() => stage.clear(), 60_000);

  async function deployWithBuild(): Promise<string> {
    const sha = newSha();
    await scene.addBuild({ commit: sha, createdAt: '-1h' });
    return (await scene.deploy(sha)).id;
  }

  async function rebuild(): Promise<{ state: string; generation: number }> {
    const reply = await fetch(`${stage.product.management}/rebuild`, { method: 'POST' });
    return (await reply.json()) as { state: string; generation: number };
  }

  /** What the product has left when it has done all it has to do. */
  async function left(): Promise<Left> {
    await quiet(stage.product);
    await stage.product.program.stop();
    return Data.of(stage.product.dataDir, look);
  }

  it('gives equal documents, appends nothing and publishes nothing', async () => {
    const before = await left();
    expect(before.faults).toEqual([]);
    await stage.product.run();
    expect(await rebuild()).toMatchObject({ state: 'done', generation: before.generation + 1 });
    const after = await left();
    expect(after).toEqual({ ...before, generation: before.generation + 1 });
    expect(after.readModel.get('revisions')).toHaveLength(known.length);
    expect(after.readModel.get('looks')?.length).toBeGreaterThanOrEqual(known.length);
    await stage.product.run();
  }, 120_000);

  it('fails no read while deploys are registered, and ends with everything', async () => {
    const shown = new Map<string, BuildsReply>();
    for (const deploy of known) shown.set(deploy, await scene.builds(deploy));
    let isOver = false;
    let reads = 0;
    const reading = (async () => {
      for (let turn = 0; !isOver; turn += 1) {
        const deploy = known[turn % known.length] ?? '';
        expect(await scene.builds(deploy)).toEqual(shown.get(deploy));
        const list = await scene.api.deploys<{ items: unknown[] }>('GET', '/deploys?limit=20');
        expect([list.status, list.body.items.length]).toEqual([200, 20]);
        expect((await scene.latest(deploy)).builds).toHaveLength(1);
        reads += 1;
      }
    })();
    const added: string[] = [];
    const registering = (async () => {
      while (!isOver) added.push(await deployWithBuild());
    })();
    for (let times = 0; times < 2; times += 1) expect(await rebuild()).toMatchObject({ state: 'done' });
    isOver = true;
    await Promise.all([reading, registering]);
    expect(reads).toBeGreaterThan(5);
    expect(added.length).toBeGreaterThan(5);
    for (const deploy of added) await scene.snapshotWithJobs(deploy);
    for (const deploy of known) expect(await scene.builds(deploy)).toEqual(shown.get(deploy));

    const { faults, readModel } = await left();
    expect(faults).toEqual([]);
    expect(readModel.get('deploys')).toHaveLength(known.length + added.length);
    expect(readModel.get('revisions')).toHaveLength(known.length + added.length);
    await stage.product.run();
  }, 180_000);

  it('that is killed leaves what was read, and can be begun again', async () => {
    const before = await left();
    const next = before.generation + 1;
    await stage.product.run({ KILL_AT: `write looks-g${next} before` });
    await expect(rebuild()).rejects.toThrow('fetch failed');
    await stage.product.program.ended();
    expect(stage.product.program.end).toBe('SIGKILL');
    await stage.product.run();
    for (const deploy of known) expect((await scene.builds(deploy)).status).toBe('taken');
    const number = await eventually(async () => {
      const { state, generation } = await rebuild();
      expect(state).toBe('done');
      return generation;
    });
    expect(await left()).toEqual({ ...before, generation: number });
    const collections = await Data.of(stage.product.dataDir, ({ documents }) => documents.list());
    expect(collections.filter((name) => /^looks-g\d+$/.test(name))).toEqual([`looks-g${number}`]);
    await stage.product.run();
  }, 120_000);

  it('leaves a deploy the builds that a deleted one of its SHA had, though their time is over', async () => {
    const [sha, day] = [newSha(), 24 * 3_600_000];
    await scene.addPipeline('old', scene.repositoryUrl);
    const { id } = await scene.addBuild({ pipeline: 'old', commit: sha, createdAt: '-91d' });
    const first = await scene.deploy(sha);
    await scene.snapshotWithJobs(first.id);
    const organization = scene.buildkiteOrganization;
    await stage.buildkite.removePipeline({ organization, slug: 'old' });
    await stage.buildkite.turnClock(2 * day);
    const second = await scene.deploy(sha, { environment: 'staging' });
    const shown = await scene.snapshot(second.id);
    expect(shown.builds).toMatchObject([{ id }]);

    await scene.accept(204, scene.api.deploys('DELETE', `/deploys/${first.id}`));
    await stage.buildkite.turnClock(2 * day);
    const before = await left();
    await stage.product.run();
    expect(await rebuild()).toMatchObject({ state: 'done' });
    const third = await scene.deploy(sha);
    expect((await scene.snapshot(third.id)).builds).toMatchObject([{ id }]);
    expect(await scene.builds(second.id)).toEqual(shown);
    const after = await left();
    expect([before.faults, after.faults]).toEqual([[], []]);
    for (const name of ['looks', 'buildTies', 'jobsLooks'])
      expect(after.readModel.get(name)).toEqual(before.readModel.get(name));
    await stage.product.run();
  }, 120_000);
});
