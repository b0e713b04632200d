import { jest } from '@jest/globals';
import { eventually } from '#libs/bus/testing';
import { at } from '../../../../test/standins/buildkite/testing/index.js';
import { newSha } from '../testing/new-sha.js';
import { Stage } from '../testing/stage.js';
import { Team } from '../testing/team.js';

const hours = 3_600_000;

jest.setTimeout(30_000);

describe('deploys whose builds have not shown up', () => {
  let stage: Stage;
  let team: Team;

  beforeEach(async () => {
    stage = await Stage.set();
    team = await Team.connected(stage);
  });

  afterEach(() => stage.close());

  const deploy = async (...shas: readonly string[]) => {
    await stage.publish(...shas.map((sha) => team.deployed(sha)));
    await stage.start();
    await stage.lookUps(shas.length);
    await stage.polled(team.connection);
    await stage.buildkite.resetRequests();
  };

  it('are asked for with every cycle, 50 in a request, and nothing is said while there is nothing', async () => {
    await deploy(...Array.from({ length: 60 }, newSha));
    await stage.pass(2, team.connection);
    expect(await stage.commitRequests()).toHaveLength(4);
    expect(await stage.lookUps(60)).toHaveLength(60);
  });

  it('share their request with followed builds that no list shows', async () => {
    await team.addBuild({
      commit: newSha(),
      createdAt: '-2h',
      script: [at('0s').scheduled(), at('121m').skipped()],
    });
    await deploy(newSha());
    await stage.pass(1, team.connection);
    const requests = await stage.commitRequests();
    expect(requests.map(({ query }) => query.split('commit[]=').length - 1)).toEqual([2]);
  });

  it('are told of builds that the lists of new and finished ones never show', async () => {
    const sha = newSha();
    await deploy(sha);
    const build = await team.addBuild({
      commit: sha,
      createdAt: '-3h',
      listedAt: '181m',
      script: [at('0s').running(), at('1m').passed()],
    });
    await stage.pass(1, team.connection);
    const told = await stage.lookUps(2);
    expect(told.map(({ data }) => data.builds)).toEqual([[], [build.id]]);
    expect(await stage.looksAt(build.id)).toEqual(['12:01 passed']);
    await stage.buildkite.resetRequests();
    await stage.pass(2, team.connection);
    expect(await stage.commitRequests()).toHaveLength(0);
  });

  it('are asked for with every tenth cycle only after an hour, and not at all after a day', async () => {
    await deploy(newSha());
    await stage.clock.turn(hours);
    await stage.polled(team.connection);
    await stage.buildkite.resetRequests();
    await stage.pass(10, team.connection);
    expect(await stage.commitRequests()).toHaveLength(1);
    await stage.clock.turn(23 * hours);
    await stage.polled(team.connection);
    await stage.buildkite.resetRequests();
    await stage.pass(10, team.connection);
    expect(await stage.commitRequests()).toHaveLength(0);
  });

  /** 13:01 and some seconds, counted from 9:00. */
  const after1301 = (seconds: number) => `${4 * 3_600 + 60 + seconds}s`;

  it.each([
    ['ends, as finished builds are listed whole', 'meta-data', at(after1301(20)).passed(), {}],
    ['ends with its commit in place of HEAD', 'commit', at(after1301(20)).failed(), {}],
    ['ends and was listed never before', 'meta-data', at(after1301(20)).passed(), { listedAt: after1301(5) }],
    ['is skipped, as it is followed by its number', 'meta-data', at(after1301(20)).skipped(), {}],
    ['is blocked, as it is followed by its number', 'meta-data', at(after1301(20)).blocked(), {}],
  ] as const)(
    'are told at once of a build of HEAD that turns out to be theirs and %s, though they are asked for seldom',
    async (_what, shownIn, end, changes) => {
      const sha = newSha();
      const build = await team.addBuild({
        commit: 'HEAD',
        createdAt: '-3h',
        script: [at('0s').running(), at(after1301(10)).commitResolved(sha, shownIn), end],
        ...changes,
      });
      await deploy(sha);
      await stage.clock.turn(hours);
      await stage.polled(team.connection);
      await stage.buildkite.resetRequests();
      await stage.pass(1, team.connection);
      expect(await stage.commitRequests()).toHaveLength(0);
      await stage.pass(1, team.connection);
      const told = await stage.lookUps(2);
      expect(told.map(({ data }) => [data.lookedAt.slice(11, 16), data.builds])).toEqual([
        ['12:00', []],
        ['13:02', [build.id]],
      ]);
      expect(await stage.commitRequests()).toHaveLength(1);
    },
  );

  it('are asked for by the next instance', async () => {
    const sha = newSha();
    await stage.publish(team.deployed(sha));
    const first = await stage.start();
    await stage.lookUps();
    await stage.polled(team.connection);
    await stage.stop(first);
    await stage.start();
    await stage.clock.turn(60_000);
    const requests = await eventually(
      () => stage.commitRequests(),
      ({ length }) => length === 2,
    );
    expect(requests[1]?.query).toContain(sha);
  });
});

describe('deploys of a connection to two Buildkite organizations', () => {
  it('are asked for in both while their builds have not shown up', async () => {
    const stage = await Stage.set();
    await stage.buildkite.addOrganization('acme-labs');
    const team = await Team.connected(stage, ['acme-inc', 'acme-labs']);
    await stage.publish(team.deployed(newSha()));
    await stage.start();
    await stage.lookUps();
    await stage.polled(team.connection);
    await stage.buildkite.resetRequests();
    await stage.pass(1, team.connection);
    const paths = (await stage.commitRequests()).map(({ path }) => path);
    await stage.close();
    expect(paths).toEqual(['/v2/organizations/acme-inc/builds', '/v2/organizations/acme-labs/builds']);
  });
});
