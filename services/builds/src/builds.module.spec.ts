import { jest } from '@jest/globals';
import { buildkiteBudgets } from '#libs/buildkite';
import { aCodeDeploymentAdded } from '#libs/contracts/testing';
import { topics } from '#libs/contracts';
import { at } from '../../../test/standins/buildkite/testing/index.js';
import { builds } from './index.js';
import { newSha } from './testing/new-sha.js';
import { Stage } from './testing/stage.js';
import { Team } from './testing/team.js';

const passed = [at('0s').scheduled(), at('5s').running(), at('3m').passed()];

jest.setTimeout(30_000);

describe('the service as a whole', () => {
  let stage: Stage;

  beforeEach(async () => {
    stage = await Stage.set();
  });

  afterEach(() => stage.close());

  it('names its collections so that those of other services are never touched', () => {
    const names = builds.collections.map(({ name }) => name);
    const shared = [buildkiteBudgets.name];
    expect(names.filter((name) => !name.startsWith('builds-'))).toEqual(shared);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each([
    ['as they happened', [0, 1, 2, 3]],
    ['backwards', [3, 2, 1, 0]],
    ['with the deploy in the middle', [1, 3, 0, 2]],
  ])('looks up a deploy in whatever order the topics tell: %s', async (_order, order) => {
    const team = await Team.of(stage);
    const sha = newSha();
    const build = await team.addBuild({ commit: sha, createdAt: '-10m', script: passed });
    const facts = [aCodeDeploymentAdded(), team.added(), team.serving(), team.deployed(sha)];
    await stage.start();
    for (const index of order) {
      const fact = facts[index];
      if (fact) await stage.publish(fact);
      await stage.handled();
    }
    const [lookUp] = await stage.lookUps();
    expect(lookUp?.data).toMatchObject({ connection: team.connection, sha, builds: [build.id] });
  });

  it('does the same again when everything is told again, and publishes nothing new', async () => {
    const team = await Team.of(stage);
    const sha = newSha();
    await team.addBuild({ commit: sha, createdAt: '-10m', script: passed });
    const facts = [aCodeDeploymentAdded(), team.added(), team.serving(), team.deployed(sha)];
    await stage.start();
    await stage.publish(...facts);
    await stage.lookUps();
    await stage.polled(team.connection);
    await stage.publish(...facts, ...facts);
    await stage.handled();
    await stage.publish(team.deployed(newSha()));
    await stage.lookUps(2);
    expect(await stage.commitRequests()).toHaveLength(2);
    expect(await stage.published('sleuth.build-observed.v1')).toHaveLength(1);
  });

  it('reads what other services publish, and its own topics not', async () => {
    await stage.start();
    for (const { name } of [topics.integrations, topics.projects, topics.deploys])
      expect(await stage.bus.lag('builds', name)).toBe(0);
    const team = await Team.connected(stage);
    const build = await team.addBuild({ commit: newSha(), script: passed });
    const [look] = await stage.looks();
    expect(look?.data.build.id).toBe(build.id);
    expect(await stage.bus.lag('builds', topics.builds.name)).toBe(1);
  });
});
