import { at } from '../standins/buildkite/testing/index.js';
import { eventually } from './setting/eventually.js';
import { newSha, Scene } from './setting/scene.js';
import { Stage } from './setting/stage.js';

const passed = [at('0s').scheduled(), at('5s').running(), at('1m').passed()];

describe('the builds that belong to a deploy', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.set();
  }, 60_000);

  afterAll(() => stage.clear(), 30_000);

  it('are none while there is no build server; they are taken when one is set', async () => {
    const scene = await Scene.open(stage.product, stage.buildkite);
    await scene.addProject();
    const sha = newSha();
    await scene.addBuild({ commit: sha, createdAt: '-10m', script: passed });
    const deploy = await scene.deploy(sha);
    await eventually(async () => {
      expect(await scene.builds(deploy.id)).toMatchObject({
        status: 'not-configured',
        revision: null,
        builds: [],
      });
    });
    await scene.setDefaultBuildServer((await scene.connect()).id);
    expect(await scene.snapshot(deploy.id)).toMatchObject({
      verdict: 'passed',
      builds: [{ state: 'passed' }],
    });
  }, 60_000);

  it('belong to each deploy of the SHA, in every environment, as they were at its own moment', async () => {
    const scene = await Scene.connected(stage.product, stage.buildkite);
    const sha = newSha();
    await scene.addBuild({
      commit: sha,
      createdAt: '0s',
      script: [at('0s').scheduled(), at('5s').running(), at('3m').passed()],
    });
    await stage.pass(1);
    const staging = await scene.deploy(sha, { environment: 'staging' });
    expect(await scene.snapshot(staging.id)).toMatchObject({ builds: [{ state: 'running' }] });
    await stage.pass(4);
    const production = await scene.deploy(sha);
    expect(await scene.snapshot(production.id)).toMatchObject({ builds: [{ state: 'passed' }] });
    expect(await scene.builds(staging.id)).toMatchObject({ builds: [{ state: 'running' }] });
  }, 60_000);

  it('are those of the own repository only, whoever else built the same SHA', async () => {
    const scene = await Scene.connected(stage.product, stage.buildkite);
    const sha = newSha();
    await scene.addPipeline('infra', 'git@github.com:someone/infra.git');
    await scene.addBuild({ pipeline: 'infra', commit: sha, createdAt: '-10m', script: passed });
    const own = await scene.addBuild({ commit: sha, createdAt: '-10m', script: passed });
    const { builds } = await scene.snapshot((await scene.deploy(sha)).id);
    expect(builds.map(({ id }) => id)).toEqual([own.id]);
  }, 30_000);

  it('are those seen through the connection that serves the deploy only', async () => {
    const scene = await Scene.connected(stage.product, stage.buildkite);
    const other = `${scene.buildkiteOrganization}-other`;
    await stage.buildkite.addOrganization(other);
    await scene.addPipeline('shop', scene.repositoryUrl, other);
    const token = await stage.buildkite.addToken({ label: `${other}-token`, organizations: [other] });
    await scene.connect('Other', token);
    const sha = newSha();
    await scene.addBuild({ organization: other, commit: sha, createdAt: '-10m', script: passed });
    const own = await scene.addBuild({ commit: sha, createdAt: '-10m', script: passed });
    const { builds } = await scene.snapshot((await scene.deploy(sha)).id);
    expect(builds.map(({ id }) => id)).toEqual([own.id]);
  }, 30_000);

  it('stay tied when the default build server changes and its connection is removed', async () => {
    const scene = await Scene.connected(stage.product, stage.buildkite);
    const sha = newSha();
    await scene.addBuild({ commit: sha, createdAt: '-10m', script: passed });
    const deploy = await scene.deploy(sha);
    const taken = await scene.snapshotWithJobs(deploy.id);
    await stage.pass(1);
    const second = await scene.connect('Second');
    await scene.setDefaultBuildServer(second.id);
    await scene.accept(204, scene.api.connections('DELETE', `/connections/${scene.connection.id}`));
    await stage.pass(2);
    const next = await scene.deploy(sha, { environment: 'staging' });
    await scene.snapshot(next.id);
    expect(await scene.builds(deploy.id)).toEqual(taken);
  }, 60_000);

  it("are read through the code deployment's own build server when it has one", async () => {
    const scene = await Scene.connected(stage.product, stage.buildkite);
    const other = `${scene.buildkiteOrganization}-own`;
    await stage.buildkite.addOrganization(other);
    await scene.addPipeline('shop', scene.repositoryUrl, other);
    const token = await stage.buildkite.addToken({ label: `${other}-token`, organizations: [other] });
    const { id: connection } = await scene.connect('Own', token);
    const path = `/default-build-servers/${scene.project}/code-deployments/${scene.codeDeployment}`;
    await scene.accept(200, scene.api.connections('PUT', path, { body: { connection } }));
    await stage.pass(1);
    const sha = newSha();
    await scene.addBuild({ commit: sha, createdAt: '-10m', script: passed });
    const own = await scene.addBuild({ organization: other, commit: sha, createdAt: '-10m', script: passed });
    const { builds } = await scene.snapshot((await scene.deploy(sha)).id);
    expect(builds.map(({ id }) => id)).toEqual([own.id]);
  }, 60_000);
});
