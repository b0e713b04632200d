import { jest } from '@jest/globals';
import { at } from '../../../../test/standins/buildkite/testing/index.js';
import { newSha } from '../testing/new-sha.js';
import { Stage } from '../testing/stage.js';
import { Team } from '../testing/team.js';

jest.setTimeout(60_000);

describe('a cycle in which nothing happens', () => {
  let stage: Stage;

  beforeEach(async () => {
    stage = await Stage.set();
  });

  afterEach(() => stage.close());

  it.each([50, 5_000])('costs four requests at most, with %d pipelines', async (pipelines) => {
    const team = await Team.connected(stage);
    await stage.buildkite.addPipelines(
      Array.from({ length: pipelines }, (_, index) => ({
        slug: `pipeline-${index}`,
        organization: 'acme-inc',
        repository: `git@github.com:acme/${index}.git`,
      })),
    );
    await team.addBuild({ commit: newSha(), createdAt: '-3h', script: [at('0s').running()] });
    const unbuilt = Array.from({ length: 20 }, newSha);
    await stage.publish(...unbuilt.map((sha) => team.deployed(sha)));
    await stage.start();
    await stage.lookUps(20);
    await stage.polled(team.connection);
    await stage.buildkite.resetRequests();
    await stage.pass(3, team.connection);
    expect(await stage.buildkite.requestTotal()).toBe(12);
  });
});
