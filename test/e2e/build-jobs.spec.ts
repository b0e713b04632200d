import { at } from '../standins/buildkite/testing/index.js';
import { newSha, Scene } from './setting/scene.js';
import { Stage } from './setting/stage.js';

describe('the jobs of the builds of a deploy', () => {
  let stage: Stage;
  let scene: Scene;

  beforeAll(async () => {
    stage = await Stage.set();
    scene = await Scene.connected(stage.product, stage.buildkite);
  }, 60_000);

  afterAll(() => stage.clear(), 30_000);

  it('are shown as they were at the deploy, and in the latest view as they are', async () => {
    const sha = newSha();
    await scene.addBuild({
      commit: sha,
      createdAt: '-10m',
      jobs: [
        { type: 'script', key: 'test', name: ':hammer: Test', command: 'make test' },
        { type: 'script', key: 'lint', name: 'Lint', command: 'make lint', ending: 'soft-failed' },
        { type: 'waiter', key: 'wait' },
        { type: 'manual', key: 'release', label: 'Release?' },
        { type: 'script', key: 'publish', name: null, command: 'make publish' },
      ],
      script: [
        at('0s').scheduled(),
        at('5s').running(),
        at('1m').failing('test'),
        at('2m').retried({ job: 'test' }),
        at('4m').blocked(),
        at('8m').unblocked(),
        at('9m').passed(),
      ],
    });
    const deployedAt = new Date(Date.parse(await stage.buildkite.now()) - 5 * 60_000).toISOString();
    const deploy = await scene.deploy(sha, { deployedAt });
    const { builds } = await scene.snapshotWithJobs(deploy.id);
    expect(builds[0]?.jobs).toMatchObject({
      lookedAt: await stage.buildkite.now(),
      total: 4,
      byState: [
        { state: 'blocked', jobs: 1 },
        { state: 'failed', jobs: 1 },
        { state: 'passed', jobs: 1 },
        { state: 'scheduled', jobs: 1 },
      ],
      softFailed: 1,
      countsComplete: true,
      omitted: 0,
      items: [
        { name: ':hammer: Test', state: 'passed', attempts: 2, earlier: [{ state: 'failed' }] },
        { name: 'Lint', state: 'failed', softFailed: true, attempts: 1 },
        { name: 'Release?', type: 'manual', state: 'blocked' },
        { name: 'make publish', state: 'scheduled' },
      ],
    });
    const latest = await scene.latest(deploy.id);
    expect(latest.builds[0]?.jobs?.items.map(({ state }) => state)).toEqual([
      'passed',
      'failed',
      'unblocked',
      'passed',
    ]);
  }, 60_000);

  it('tell that a build was retried only after the deploy: its state, uncertain first, turns out to be observed', async () => {
    const sha = newSha();
    const build = await scene.addBuild({
      commit: sha,
      createdAt: '-3m',
      script: [at('0s').scheduled(), at('5s').running(), at('1m').failing(), at('2m').failed()],
    });
    await stage.pass(1);
    const seen = Date.parse(await stage.buildkite.now());
    const after = (seconds: number) => new Date(seen + seconds * 1_000).toISOString();
    await stage.buildkite.extendBuild(build.id, [at(after(20)).retried(), at(after(600)).passed()]);
    await stage.buildkite.addFault({ kind: 'status', status: 503 }, { match: { path: '*/jobs' } });
    await stage.buildkite.turnClock(30_000);

    const deploy = await scene.deploy(sha, { deployedAt: after(10) });
    const uncertain = await scene.snapshot(deploy.id);
    expect(uncertain).toMatchObject({
      revision: 1,
      verdict: 'failed',
      builds: [{ id: build.id, state: 'failed', certainty: 'uncertain', jobs: null }],
    });

    await stage.pass(1);
    const observed = await scene.snapshot(deploy.id, 2);
    expect(observed).toMatchObject({
      revision: 2,
      verdict: 'failed',
      builds: [
        {
          state: 'failed',
          certainty: 'observed',
          jobs: { total: 1, items: [{ name: 'Test', state: 'failed', attempts: 1, earlier: [] }] },
        },
      ],
      changes: [{ what: 'build-changed', build: build.id }],
      because: [{ type: 'sleuth.build-jobs-observed.v1' }],
    });
    expect((await scene.latest(deploy.id)).builds[0]?.jobs?.items).toMatchObject([
      { name: 'Test', state: 'scheduled', attempts: 2, earlier: [{ state: 'failed' }] },
    ]);
    await stage.pass(12);
    expect(await scene.builds(deploy.id)).toEqual(observed);
  }, 90_000);
});
