import { jest } from '@jest/globals';
import { at } from '../../../../test/standins/buildkite/testing/index.js';
import { Cursors } from './cursors.js';
import { PublishedLooks } from '../build/published-looks.js';
import { newSha } from '../testing/new-sha.js';
import { Stage } from '../testing/stage.js';
import { Team } from '../testing/team.js';

const minutes = 60_000;
const skippedAtOnce = [at('0s').scheduled(), at('121m').skipped()];

jest.setTimeout(30_000);

describe('builds that leave the lists without finishing', () => {
  let stage: Stage;
  let team: Team;

  beforeEach(async () => {
    stage = await Stage.set();
    team = await Team.of(stage);
  });

  afterEach(() => stage.close());

  /** The first cycle is over: from now on only what cycles ask for is counted. */
  const begin = async () => {
    await stage.start();
    await team.connect();
    await stage.polled(team.connection);
    await stage.buildkite.resetRequests();
  };
  const head = (changes: Parameters<Team['addBuild']>[0] = { commit: 'HEAD' }) =>
    team.addBuild({ createdAt: '-2h', script: skippedAtOnce, ...changes });
  const byNumber = () => stage.buildkite.requests({ path: '/builds/' });
  const following = () => new PublishedLooks(stage.documents).countOpen(team.connection, ['acme-inc']);

  it('are looked up, although nobody deployed their commit', async () => {
    const build = await head({ commit: newSha() });
    await begin();
    await stage.pass(3, team.connection);
    expect(await stage.looksAt(build.id)).toEqual(['12:00 scheduled', '12:01 skipped']);
    expect(await stage.commitRequests()).toHaveLength(1);
  });

  it.each(['HEAD', 'v1.0', '25df6fc'])(
    'are looked up by their number when their commit is %s',
    async (commit) => {
      const build = await head({ commit });
      await begin();
      await stage.pass(3, team.connection);
      expect(await stage.looksAt(build.id)).toEqual(['12:00 scheduled', '12:01 skipped']);
      expect((await byNumber()).map(({ path }) => path)).toEqual([
        `/v2/organizations/acme-inc/pipelines/shop/builds/${build.number}`,
      ]);
      expect(await stage.commitRequests()).toHaveLength(0);
    },
  );

  it('are looked up five in a cycle, the rest with the next', async () => {
    const builds = [];
    for (let count = 0; count < 7; count += 1) builds.push(await head());
    await begin();
    await stage.pass(1, team.connection);
    expect(await byNumber()).toHaveLength(5);
    await stage.pass(2, team.connection);
    expect(await byNumber()).toHaveLength(7);
    const states = await Promise.all(
      builds.map(async ({ id }) => (await stage.looksAt(id)).at(-1)?.slice(6)),
    );
    expect(new Set(states)).toEqual(new Set(['skipped']));
  });

  it('are found under the new name of their pipeline as soon as it is seen', async () => {
    const build = await head();
    await begin();
    await stage.buildkite.changePipeline({ organization: 'acme-inc', slug: 'shop' }, { slug: 'store' });
    await stage.pass(2, team.connection);
    expect(await stage.looksAt(build.id)).toEqual(['12:00 scheduled']);
    await team.addBuild({ pipeline: 'store', commit: newSha() });
    await stage.pass(1, team.connection);
    expect(await stage.looksAt(build.id)).toEqual(['12:00 scheduled', '12:03 skipped']);
    expect((await byNumber()).at(-1)?.path).toContain('/pipelines/store/');
  });

  it('are asked for by the commit in their meta-data when their number leads nowhere', async () => {
    const sha = newSha();
    const build = await head({
      commit: 'HEAD',
      script: [
        at('0s').running(),
        at('1m').commitResolved(sha, 'meta-data'),
        at('121m').commitResolved(sha, 'commit'),
        at('121m').skipped(),
      ],
    });
    await begin();
    await stage.buildkite.changePipeline({ organization: 'acme-inc', slug: 'shop' }, { slug: 'store' });
    await stage.pass(2, team.connection);
    expect(await stage.looksAt(build.id)).toEqual(['12:00 running', '12:01 skipped']);
    expect(await byNumber()).toHaveLength(1);
  });

  it('are let go when Buildkite does not show them for three days', async () => {
    await head();
    await head({ commit: newSha() });
    await begin();
    await stage.buildkite.removePipeline({ organization: 'acme-inc', slug: 'shop' });
    await stage.pass(2, team.connection);
    expect([(await byNumber()).length, (await stage.commitRequests()).length]).toEqual([2, 2]);
    expect(await following()).toBe(2);
    await stage.clock.turn(3 * 24 * 60 * minutes);
    await stage.polled(team.connection);
    expect(await following()).toBe(0);
    await stage.buildkite.resetRequests();
    await stage.pass(1, team.connection);
    expect(await stage.buildkite.requestTotal()).toBe(3);
  });

  it.each([502, 403, 422])('keep nothing else waiting when one cannot be asked for: %d', async (status) => {
    const [broken, ...others] = [await head(), await head(), await head(), await head()];
    await begin();
    await stage.buildkite.addFault(
      { kind: 'status', status },
      { match: { path: `*/builds/${broken.number}` }, times: 1_000 },
    );
    for (const { id } of others)
      await stage.passUntil(
        () => stage.looksAt(id),
        (looks) => looks.at(-1)?.slice(6) === 'skipped',
        15_000,
      );
    expect(await stage.published('sleuth.connection-health-changed.v1')).toEqual([]);
    expect(await stage.looksAt(broken.id)).toEqual(['12:00 scheduled']);
    const cursor = await new Cursors(stage.documents).get(team.connection, 'acme-inc');
    expect(cursor?.slice(11, 16)).not.toBe('12:00');
    await stage.buildkite.clearFaults();
    await stage.passUntil(
      () => stage.looksAt(broken.id),
      ({ length }) => length >= 2,
      15_000,
    );
  });

  it('are asked for with every tenth cycle only after an hour', async () => {
    await head();
    await begin();
    await stage.buildkite.removePipeline({ organization: 'acme-inc', slug: 'shop' });
    await stage.pass(1, team.connection);
    await stage.clock.turn(60 * minutes);
    await stage.polled(team.connection);
    await stage.buildkite.resetRequests();
    await stage.pass(9, team.connection);
    expect(await byNumber()).toHaveLength(0);
    await stage.pass(1, team.connection);
    expect(await byNumber()).toHaveLength(1);
  });

  it('are followed as before when a list left them out once', async () => {
    const build = await head({ commit: newSha(), script: [at('0s').running(), at('125m').skipped()] });
    const newer = {
      organization: 'acme-inc',
      pipeline: 'shop',
      createdAt: '-90m',
      script: [at('0s').running()],
    };
    await stage.buildkite.addBuilds(Array.from({ length: 100 }, () => ({ ...newer, commit: newSha() })));
    await begin();
    const unseen = async () =>
      (await new PublishedLooks(stage.documents).of(team.connection, [build.id])).get(build.id)?.unseen;
    await stage.buildkite.addFault({ kind: 'empty-link' }, { match: { query: 'state[]' } });
    await stage.pass(1, team.connection);
    expect(await unseen()).toMatchObject({ since: '2026-03-01T12:01:00.000Z' });
    await stage.pass(1, team.connection);
    expect(await unseen()).toBeNull();
    await stage.pass(4, team.connection);
    expect(await stage.looksAt(build.id)).toEqual(['12:00 running', '12:05 skipped']);
  });
});
