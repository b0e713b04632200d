import { at } from '../standins/buildkite/testing/index.js';
import { eventually } from './setting/eventually.js';
import type { BuildReply } from './setting/replies.js';
import { newSha, Scene } from './setting/scene.js';
import { Stage } from './setting/stage.js';

describe('the build snapshot of a deploy', () => {
  let stage: Stage;
  let scene: Scene;

  beforeAll(async () => {
    stage = await Stage.set();
    scene = await Scene.connected(stage.product, stage.buildkite);
  }, 60_000);

  afterAll(() => stage.clear(), 30_000);

  it('shows a build that had passed', async () => {
    const sha = newSha();
    const build = await scene.addBuild({ commit: sha, createdAt: '-10m', script: passedAfter('3m') });
    const { complete, verdict, builds } = await scene.snapshot((await scene.deploy(sha)).id);
    expect({ complete, verdict }).toEqual({ complete: true, verdict: 'passed' });
    expect(builds).toMatchObject([
      { id: build.id, number: build.number, state: 'passed', certainty: 'observed', counts: true, sha },
    ]);
  }, 30_000);

  it('shows a build that was running as running, also after it has passed', async () => {
    const sha = newSha();
    await scene.addBuild({ commit: sha, createdAt: '-1m', script: passedAfter('3m') });
    const deploy = await scene.deploy(sha);
    expect(await scene.snapshot(deploy.id)).toMatchObject({
      verdict: 'pending',
      builds: [{ state: 'running' }],
    });
    await stage.pass(4);
    await eventually(async () => {
      expect(await scene.latest(deploy.id)).toMatchObject({
        verdict: 'passed',
        builds: [{ state: 'passed' }],
      });
    });
    expect(await scene.builds(deploy.id)).toMatchObject({
      verdict: 'pending',
      builds: [{ state: 'running' }],
    });
  }, 60_000);

  it('shows a build that had failed and one that was blocked', async () => {
    const [failed, blocked] = [newSha(), newSha()];
    await scene.addBuild({
      commit: failed,
      createdAt: '-10m',
      script: [at('0s').scheduled(), at('5s').running(), at('1m').failing(), at('2m').failed()],
    });
    await scene.addBuild({
      commit: blocked,
      createdAt: '-10m',
      script: [at('0s').scheduled(), at('5s').running(), at('1m').blocked()],
    });
    const snapshotOf = async (sha: string) => scene.snapshot((await scene.deploy(sha)).id);
    expect(await snapshotOf(failed)).toMatchObject({ verdict: 'failed', builds: [{ state: 'failed' }] });
    expect(await snapshotOf(blocked)).toMatchObject({ verdict: 'pending', builds: [{ state: 'blocked' }] });
  }, 30_000);

  it('shows a build that was skipped before it started, and lets an earlier one that ran count', async () => {
    const sha = newSha();
    const ran = await scene.addBuild({ commit: sha, createdAt: '-10m', script: passedAfter('1m') });
    const skipped = await scene.addBuild({
      commit: sha,
      createdAt: '-9m',
      script: [at('0s').scheduled(), at('10s').skipped()],
    });
    const { verdict, builds } = await scene.snapshot((await scene.deploy(sha)).id);
    expect(verdict).toBe('passed');
    expect(byId(builds, ran.id)).toMatchObject({ state: 'passed', counts: true });
    expect(byId(builds, skipped.id)).toMatchObject({ state: 'skipped', counts: false });
  }, 30_000);

  it('leaves out a build that did not exist yet; latest shows it, marked', async () => {
    const sha = newSha();
    const before = await scene.addBuild({ commit: sha, createdAt: '-10m', script: passedAfter('1m') });
    const deploy = await scene.deploy(sha);
    await scene.snapshot(deploy.id);
    await stage.pass(1);
    const after = await scene.addBuild({ commit: sha, createdAt: '0s', script: passedAfter('30s') });
    await stage.pass(2);
    const latest = await eventually(async () => {
      const view = await scene.latest(deploy.id);
      expect(byId(view.builds, after.id)).toMatchObject({ state: 'passed', afterDeploy: true });
      return view;
    });
    expect(byId(latest.builds, before.id)).toMatchObject({ afterDeploy: false });
    const { revisions } = await scene.builds(deploy.id);
    for (let revision = 1; revision <= revisions; revision += 1) {
      const { builds } = await scene.builds(deploy.id, `?revision=${revision}`);
      expect(builds.map(({ id }) => id)).toEqual([before.id]);
    }
  }, 60_000);

  it('is right for a deploy that is registered two hours late', async () => {
    const sha = newSha();
    const deployedAt = new Date(Date.parse(await stage.buildkite.now()) - 2 * 3_600_000).toISOString();
    const finished = await scene.addBuild({ commit: sha, createdAt: '-150m', script: passedAfter('10m') });
    const running = await scene.addBuild({ commit: sha, createdAt: '-125m', script: passedAfter('30m') });
    const tooLate = await scene.addBuild({ commit: sha, createdAt: '-60m', script: passedAfter('10m') });
    const { builds } = await scene.snapshot((await scene.deploy(sha, { deployedAt })).id);
    expect(byId(builds, finished.id)).toMatchObject({ state: 'passed', certainty: 'observed' });
    expect(byId(builds, running.id)).toMatchObject({ state: 'running' });
    expect(builds.map(({ id }) => id)).not.toContain(tooLate.id);
  }, 30_000);

  it('stays when a retry re-opens a build after the deploy; latest changes', async () => {
    const sha = newSha();
    const build = await scene.addBuild({
      commit: sha,
      createdAt: '-10m',
      script: [at('0s').scheduled(), at('5s').running(), at('1m').failing(), at('2m').failed()],
    });
    const deploy = await scene.deploy(sha);
    const taken = await scene.snapshotWithJobs(deploy.id);
    expect(taken).toMatchObject({ verdict: 'failed', builds: [{ state: 'failed', certainty: 'observed' }] });
    await stage.pass(1);
    await stage.buildkite.extendBuild(build.id, [at('12m').retried(), at('13m').passed()]);
    await stage.pass(4);
    await eventually(async () => {
      expect(await scene.latest(deploy.id)).toMatchObject({
        verdict: 'passed',
        builds: [{ state: 'passed' }],
      });
    });
    expect(await scene.builds(deploy.id)).toEqual(taken);
  }, 60_000);

  it('is corrected once when HEAD turns out to be the deployed commit', async () => {
    const sha = newSha();
    const build = await scene.addBuild({
      commit: 'HEAD',
      createdAt: '-1m',
      script: [at('0s').scheduled(), at('10s').running(), at('2m').commitResolved(sha), at('5m').passed()],
    });
    const deploy = await scene.deploy(sha);
    expect(await scene.snapshot(deploy.id)).toMatchObject({ revision: 1, verdict: 'none', builds: [] });
    await stage.pass(3);
    const corrected = await scene.snapshot(deploy.id, 2);
    expect(corrected.builds).toMatchObject([{ id: build.id, state: 'running', sha }]);
    expect(corrected.changes).toContainEqual(
      expect.objectContaining({ what: 'build-added', build: build.id }),
    );
    expect(corrected.because).toContainEqual(expect.objectContaining({ type: 'sleuth.build-observed.v1' }));
    await stage.pass(4);
    await eventually(async () => {
      expect(await scene.latest(deploy.id)).toMatchObject({ builds: [{ state: 'passed' }] });
    });
    expect(await scene.builds(deploy.id)).toMatchObject({ revision: 2, revisions: 2 });
    expect(await scene.builds(deploy.id, '?revision=1')).toMatchObject({ revision: 1, builds: [] });
  }, 60_000);

  it('names all pipelines of the commit, the fork of a stranger included, and judges them together', async () => {
    const sha = newSha();
    await scene.addPipeline(
      'shop-deploy',
      scene.repositoryUrl.replace('git@github.com:', 'https://github.com/'),
    );
    await scene.addBuild({ commit: sha, createdAt: '-10m', script: passedAfter('1m') });
    await scene.addBuild({
      pipeline: 'shop-deploy',
      commit: sha,
      createdAt: '-10m',
      script: [at('0s').scheduled(), at('5s').running(), at('1m').failed()],
    });
    const { verdict, builds } = await scene.snapshot((await scene.deploy(sha)).id);
    expect(verdict).toBe('failed');
    expect(builds.map(({ pipeline, state }) => [pipeline.slug, state]).sort()).toEqual([
      ['shop', 'passed'],
      ['shop-deploy', 'failed'],
    ]);
  }, 30_000);

  it('keeps a state that no documentation lists, and counts it as pending', async () => {
    const sha = newSha();
    await scene.addBuild({ commit: sha, script: [at('0s').scheduled(), at('10s').state('waiting_failed')] });
    await stage.pass(2);
    expect(await scene.snapshot((await scene.deploy(sha)).id)).toMatchObject({
      verdict: 'pending',
      builds: [{ state: 'waiting_failed', certainty: 'derived' }],
    });
  }, 30_000);
});

function passedAfter(duration: string) {
  return [at('0s').scheduled(), at('5s').running(), at(duration).passed()];
}

function byId(builds: readonly BuildReply[], id: string): BuildReply | undefined {
  return builds.find((build) => build.id === id);
}
