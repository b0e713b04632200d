import { jest } from '@jest/globals';
import { at, type BuildSpec } from '../../../../test/standins/buildkite/testing/index.js';
import { newSha } from '../testing/new-sha.js';
import { Stage } from '../testing/stage.js';
import { Team } from '../testing/team.js';

const hours = 3_600_000;

jest.setTimeout(30_000);

describe('looking up a commit that only meta-data tell of', () => {
  let stage: Stage;
  let team: Team;
  let sha: string;

  beforeEach(async () => {
    stage = await Stage.set();
    team = await Team.of(stage);
    sha = newSha();
  });

  afterEach(() => stage.close());

  const resolved = (commit: string, later: NonNullable<BuildSpec['script']> = []) =>
    team.addBuild({
      commit,
      createdAt: '-2m',
      script: [at('0s').running(), at('10s').commitResolved(sha, 'meta-data'), at('30s').passed(), ...later],
    });
  /** An hour has passed since builds were seen that had finished. */
  const begin = async () => {
    await stage.start();
    await team.connect();
    await stage.polled(team.connection);
    await stage.clock.turn(hours);
    await stage.polled(team.connection);
    await stage.buildkite.resetRequests();
  };
  const deploy = async () => {
    await stage.publish(team.deployed(sha));
    const [lookUp] = await stage.lookUps();
    return lookUp?.data;
  };
  const byNumber = () => stage.buildkite.requests({ path: '/builds/', query: 'exclude_jobs' });

  it.each(['HEAD', 'v1.0', '25df6fc'])(
    'shows the build of %s as it is from the deploy on, and waits for no other',
    async (commit) => {
      const build = await resolved(commit);
      await begin();
      expect(await stage.looksAt(build.id)).toEqual(['12:00 passed']);
      expect(await deploy()).toMatchObject({ answered: ['acme-inc'], refused: [], builds: [build.id] });
      expect(await stage.looksAt(build.id)).toEqual(['12:00 passed', '13:00 passed']);
      expect((await byNumber()).map(({ path }) => path)).toEqual([
        `/v2/organizations/acme-inc/pipelines/shop/builds/${build.number}`,
      ]);
      await stage.pass(2, team.connection);
      expect(await stage.commitRequests()).toHaveLength(1);
    },
  );

  it('makes no second request for a build that the commit finds by now', async () => {
    const build = await resolved('HEAD', [at('3730s').commitResolved(sha, 'commit')]);
    await begin();
    await stage.clock.turn(30_000);
    expect((await deploy())?.builds).toEqual([build.id]);
    expect(await byNumber()).toHaveLength(0);
  });

  it('shows it beside a build that the commit finds', async () => {
    const [head, other] = [await resolved('HEAD'), await team.addBuild({ commit: sha, createdAt: '-1m' })];
    await begin();
    expect((await deploy())?.builds).toEqual([head.id, other.id].sort());
    expect(await byNumber()).toHaveLength(1);
  });

  it('passes over a build that Buildkite does not show any more', async () => {
    await resolved('HEAD');
    await begin();
    await stage.buildkite.changePipeline({ organization: 'acme-inc', slug: 'shop' }, { slug: 'store' });
    expect(await deploy()).toMatchObject({ answered: ['acme-inc'], refused: [], builds: [] });
    expect(await byNumber()).toHaveLength(1);
  });

  it('passes over a build that cannot be asked for, so that no other deploy waits for it', async () => {
    const build = await resolved('HEAD');
    const other = await team.addBuild({ commit: sha, createdAt: '-1m' });
    await begin();
    await stage.buildkite.addFault(
      { kind: 'status', status: 422 },
      { match: { path: `*/builds/${build.number}` }, times: 10 },
    );
    expect(await deploy()).toMatchObject({ answered: ['acme-inc'], refused: [], builds: [other.id] });
  });

  it('is repeated when a cycle sees that HEAD turned out to be the commit', async () => {
    await begin();
    expect((await deploy())?.builds).toEqual([]);
    const build = await resolved('HEAD');
    await stage.pass(1, team.connection);
    const told = await stage.lookUps(2);
    expect(told.at(-1)?.data.builds).toEqual([build.id]);
    await stage.buildkite.resetRequests();
    await stage.pass(2, team.connection);
    expect(await stage.commitRequests()).toHaveLength(0);
  });
});
