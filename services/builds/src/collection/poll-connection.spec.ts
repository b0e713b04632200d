import { jest } from '@jest/globals';
import { eventually } from '#libs/bus/testing';
import { acme, aConnectionRemoved, aConnectionTokenReplaced } from '#libs/contracts/testing';
import { randomUUID } from 'node:crypto';
import { at } from '../../../../test/standins/buildkite/testing/index.js';
import { newSha } from '../testing/new-sha.js';
import { publishedLooks } from '../build/published-looks.js';
import { collectionStatuses } from './collection-statuses.js';
import { Stage } from '../testing/stage.js';
import { Team } from '../testing/team.js';

const minutes = 60_000;

jest.setTimeout(30_000);

describe('polling a connection', () => {
  let stage: Stage;

  beforeEach(async () => {
    stage = await Stage.set();
  });

  afterEach(() => stage.close());

  const looksAt = (build: string) => stage.looksAt(build);

  it('begins when the connection begins to serve a project, not before', async () => {
    const team = await Team.of(stage);
    await stage.start();
    await stage.publish(team.added());
    await stage.handled();
    await stage.clock.turn(10 * minutes);
    expect(await stage.buildkite.requestTotal()).toBe(0);
    await stage.publish(team.serving());
    const status = await stage.polled(team.connection);
    expect(status).toEqual({
      id: team.connection,
      lastCycle: {
        startedAt: '2026-03-01T12:10:00.000Z',
        finishedAt: '2026-03-01T12:10:00.000Z',
        outcome: 'complete',
        builds: 0,
      },
      nextCycleAt: '2026-03-01T12:11:00.000Z',
    });
  });

  it('costs three requests a minute when it is quiet, however many pipelines and finished builds there are', async () => {
    const team = await Team.connected(stage);
    await stage.buildkite.addPipelines(
      Array.from({ length: 50 }, (_, index) => ({
        slug: `pipeline-${index}`,
        organization: 'acme-inc',
        repository: `git@github.com:acme/${index}.git`,
      })),
    );
    const sha = newSha();
    await team.addBuild({ commit: sha, createdAt: '-3h', script: [at('0s').running(), at('1m').passed()] });
    await stage.publish(team.deployed(sha));
    await stage.start();
    await stage.lookUps();
    await stage.jobsLooks();
    await stage.polled(team.connection);
    await stage.buildkite.resetRequests();
    await stage.pass(3, team.connection);
    expect(await stage.buildkite.requestTotal()).toBe(9);
    expect(
      (await stage.buildkite.requests())
        .slice(0, 3)
        .map(({ query }) => query.replace(/exclude_jobs=true&per_page=100&/, '')),
    ).toEqual([
      'created_from=2026-03-01T11:55:00.000Z',
      'state[]=creating&state[]=scheduled&state[]=running&state[]=failing&state[]=canceling',
      'finished_from=2026-03-01T11:55:00.000Z',
    ]);
  });

  it('follows a build of a deployed commit to its end, and says nothing while nothing changes', async () => {
    const team = await Team.connected(stage);
    const build = await team.addBuild({
      commit: newSha(),
      createdAt: '-2h',
      script: [at('0s').scheduled(), at('1m').running(), at('121m').failing(), at('130m').failed()],
    });
    await stage.publish(team.deployed(build.commit));
    await stage.start();
    await stage.lookUps();
    await stage.polled(team.connection);
    await stage.pass(12, team.connection);
    expect(await looksAt(build.id)).toEqual(['12:00 running', '12:01 failing', '12:10 failed']);
    expect(await stage.commitRequests()).toHaveLength(1);
  });

  it('shows a build again, unchanged, when a deploy lies between', async () => {
    const team = await Team.connected(stage);
    const build = await team.addBuild({ commit: newSha(), createdAt: '-1m', script: [at('0s').running()] });
    await stage.start();
    await stage.polled(team.connection);
    await stage.pass(2, team.connection);
    await stage.clock.turn(minutes / 2);
    await stage.publish(team.deployed(build.commit));
    await stage.lookUps();
    await stage.clock.turn(minutes / 2);
    await stage.polled(team.connection);
    await stage.pass(2, team.connection);
    expect(await looksAt(build.id)).toEqual(['12:00 running', '12:02 running']);
  });

  it('finds builds that are created after the deploy', async () => {
    const team = await Team.connected(stage);
    const sha = newSha();
    await stage.publish(team.deployed(sha));
    await stage.start();
    await stage.lookUps();
    await stage.polled(team.connection);
    await stage.clock.turn(minutes / 2);
    const build = await team.addBuild({ commit: sha, script: [at('0s').running(), at('10s').passed()] });
    await stage.clock.turn(minutes / 2);
    await stage.polled(team.connection);
    expect(await looksAt(build.id)).toEqual(['12:01 passed']);
  });

  it('finds a build that the lists show late', async () => {
    const team = await Team.connected(stage);
    await stage.start();
    await stage.polled(team.connection);
    const build = await team.addBuild({
      commit: newSha(),
      listedAt: '90s',
      script: [at('0s').running(), at('10s').skipped()],
    });
    await stage.pass(3, team.connection);
    expect(await looksAt(build.id)).toEqual(['12:02 skipped']);
  });

  it('sees HEAD become a commit', async () => {
    const team = await Team.connected(stage);
    const sha = newSha();
    const build = await team.addBuild({
      commit: 'HEAD',
      createdAt: '-20m',
      script: [at('0s').scheduled(), at('21m').running(), at('22m').commitResolved(sha), at('25m').passed()],
    });
    await stage.publish(team.deployed(sha));
    await stage.start();
    await stage.lookUps();
    await stage.polled(team.connection);
    await stage.pass(6, team.connection);
    const looks = await stage.published('sleuth.build-observed.v1');
    const shown = looks
      .sort((one, other) => (one.time < other.time ? -1 : 1))
      .map(({ data: { build } }) => [build.state, build.sha]);
    expect(shown).toEqual([
      ['scheduled', null],
      ['running', null],
      ['running', sha],
      ['passed', sha],
    ]);
    expect(looks.every(({ data }) => data.build.id === build.id)).toBe(true);
  });

  it('asks for a build that is neither under way nor finished any more, once for all of them', async () => {
    const team = await Team.connected(stage);
    const shas = [newSha(), newSha(), newSha()];
    const builds = await stage.buildkite.addBuilds(
      shas.map((commit) => ({
        organization: 'acme-inc',
        pipeline: 'shop',
        commit,
        createdAt: '-2h',
        script: [at('0s').scheduled(), at('121m').skipped()],
      })),
    );
    await stage.publish(...shas.map((sha) => team.deployed(sha)));
    await stage.start();
    await stage.lookUps(3);
    await stage.polled(team.connection);
    await stage.buildkite.resetRequests();
    await stage.pass(3, team.connection);
    for (const { id } of builds) expect(await looksAt(id)).toEqual(['12:00 scheduled', '12:01 skipped']);
    expect(await stage.commitRequests()).toHaveLength(1);
  });

  it('keeps an eye on a build in a state that nobody knows', async () => {
    const team = await Team.connected(stage);
    const build = await team.addBuild({
      commit: newSha(),
      createdAt: '-2h',
      script: [at('0s').running(), at('110m').state('quarantined'), at('122m').passed()],
    });
    await stage.publish(team.deployed(build.commit));
    await stage.start();
    await stage.lookUps();
    await stage.polled(team.connection);
    await stage.pass(3, team.connection);
    expect(await looksAt(build.id)).toEqual(['12:00 quarantined', '12:02 passed']);
  });

  it('sees a finished build that is re-opened by a retry, and its new end', async () => {
    const team = await Team.connected(stage);
    const build = await team.addBuild({
      commit: newSha(),
      createdAt: '-3h',
      script: [at('0s').running(), at('10m').failed(), at('181m').retried(), at('185m').passed()],
    });
    await stage.publish(team.deployed(build.commit));
    await stage.start();
    await stage.lookUps();
    await stage.polled(team.connection);
    await stage.pass(7, team.connection);
    expect(await looksAt(build.id)).toEqual(['12:00 failed', '12:01 running', '12:05 passed']);
  });

  it('sees a build blocked, unblocked and passed', async () => {
    const team = await Team.connected(stage);
    const build = await team.addBuild({
      commit: newSha(),
      createdAt: '-2h',
      script: [at('0s').running(), at('121m').blocked(), at('124m').unblocked(), at('126m').passed()],
    });
    await stage.publish(team.deployed(build.commit));
    await stage.start();
    await stage.lookUps();
    await stage.polled(team.connection);
    await stage.pass(7, team.connection);
    expect(await looksAt(build.id)).toEqual([
      '12:00 running',
      '12:01 blocked',
      '12:04 running',
      '12:06 passed',
    ]);
  });

  it('reads all pages, each build once, while new builds push older ones down', async () => {
    const team = await Team.connected(stage);
    const specs = Array.from({ length: 250 }, (_, index) => ({
      organization: 'acme-inc',
      pipeline: 'shop',
      commit: newSha(),
      createdAt: `-${index + 1}s`,
      listedAt: index % 7 === 0 ? `${index + 2}s` : '0s',
      script: [at('0s').running(), at('1s').passed()],
    }));
    const builds = await stage.buildkite.addBuilds(specs);
    await stage.buildkite.addFault({ kind: 'delay', ms: 100 }, { match: { query: 'page=2' } });
    await stage.start();
    await eventually(
      () => stage.buildkite.requests({ query: 'page=2' }),
      ({ length }) => length > 0,
    );
    await stage.buildkite.turnClock(2_000);
    await stage.clock.turn(58_000);
    await stage.pass(1, team.connection);
    const looks = await stage.published('sleuth.build-observed.v1');
    const ids = looks.map(({ data }) => data.build.id);
    expect(ids.length).toBe(250);
    expect(new Set(ids)).toEqual(new Set(builds.map(({ id }) => id)));
  });

  it('does not move on past what it could not read, and catches up', async () => {
    const team = await Team.connected(stage);
    await stage.start();
    await stage.polled(team.connection);
    await stage.buildkite.addFault(
      { kind: 'status', status: 422 },
      { match: { query: 'finished_from' }, times: 20 },
    );
    const build = await team.addBuild({ commit: 'HEAD', script: [at('0s').running(), at('1m').skipped()] });
    const { nextCycleAt } = (await stage.polled(team.connection)) ?? {};
    expect(nextCycleAt).toBe('2026-03-01T12:01:00.000Z');
    for (let minute = 0; minute < 20; minute += 1) {
      await stage.clock.turn(minutes);
      const status = await stage.polled(team.connection);
      expect(status?.lastCycle.outcome).toBe('request-refused');
    }
    await stage.buildkite.resetRequests();
    await stage.pass(1, team.connection);
    const [created] = await stage.buildkite.requests({ query: 'created_from' });
    expect(created?.query).toContain('created_from=2026-03-01T11:55:00.000Z');
    expect((await looksAt(build.id)).length).toBeGreaterThan(0);
  });

  it('reads what happened while nobody polled', async () => {
    const team = await Team.connected(stage);
    const first = await stage.start();
    await stage.polled(team.connection);
    await stage.stop(first);
    const build = await team.addBuild({ commit: newSha(), script: [at('0s').running(), at('1m').passed()] });
    await stage.clock.turn(3 * 60 * minutes);
    await stage.start();
    await stage.polled(team.connection);
    expect(await looksAt(build.id)).toEqual(['15:00 passed']);
  });

  it('begins no new cycle at once because it was started anew', async () => {
    const team = await Team.connected(stage);
    const first = await stage.start();
    await stage.polled(team.connection);
    await stage.stop(first);
    await stage.buildkite.resetRequests();
    await stage.start();
    await stage.publish(team.deployed(newSha()));
    await stage.lookUps();
    expect(await stage.buildkite.requests({ query: 'created_from' })).toEqual([]);
    await stage.pass(1, team.connection);
    expect(await stage.buildkite.requests({ query: 'created_from' })).toHaveLength(1);
  });

  it('does not wait for a cycle that a clock has set which was an hour ahead', async () => {
    const team = await Team.connected(stage);
    const ahead = new Date(stage.clock.now().getTime() + 3_600_000).toISOString();
    const lastCycle = { startedAt: ahead, finishedAt: ahead, outcome: 'complete', builds: 0 };
    const status = { id: team.connection, lastCycle, nextCycleAt: ahead };
    await stage.documents.collection(collectionStatuses).put([status]);
    await stage.start();
    expect((await stage.polled(team.connection))?.lastCycle.outcome).toBe('complete');
  });

  it('goes on with the other Buildkite organizations when one refuses', async () => {
    await stage.buildkite.addOrganization('acme-labs');
    const team = await Team.connected(stage, ['acme-labs', 'acme-inc']);
    const build = await team.addBuild({ commit: newSha(), script: [at('0s').running()] });
    await stage.buildkite.changeToken(team.token.label, { organizations: ['acme-inc'] });
    await stage.start();
    const status = await stage.polled(team.connection);
    expect(status).toMatchObject({
      lastCycle: { outcome: 'organization-not-accessible', builds: 1 },
      nextCycleAt: '2026-03-01T12:01:00.000Z',
    });
    expect(await looksAt(build.id)).toEqual(['12:00 running']);
  });

  it('stops with a rejected token and goes on with the next', async () => {
    const team = await Team.connected(stage);
    await stage.start();
    await stage.polled(team.connection);
    await stage.buildkite.changeToken(team.token.label, { revoked: true });
    await stage.clock.turn(minutes);
    const rejected = await stage.polled(team.connection);
    expect(rejected).toMatchObject({ lastCycle: { outcome: 'token-rejected' }, nextCycleAt: null });
    await stage.buildkite.resetRequests();
    await stage.clock.turn(59 * minutes);
    const { connection } = team;
    const tokenVersion = randomUUID();
    const { value } = await stage.buildkite.addToken({ organizations: ['acme-inc'] });
    stage.keepToken({ ...acme, connection, tokenVersion }, value);
    await stage.publish(
      aConnectionTokenReplaced({
        ...team.fact(),
        connection,
        tokenVersion,
        buildkiteOrganizations: ['acme-inc'],
      }),
    );
    const status = await stage.polled(connection);
    expect(status?.lastCycle.outcome).toBe('complete');
    expect(await stage.buildkite.requestTotal()).toBe(3);
  });

  it('tries a rejected token once an hour, and goes on when Buildkite takes it again', async () => {
    const team = await Team.connected(stage);
    await stage.start();
    await stage.polled(team.connection);
    await stage.buildkite.changeToken(team.token.label, { revoked: true });
    await stage.clock.turn(minutes);
    await stage.polled(team.connection);
    const inspections = () => stage.buildkite.requests({ path: '/v2/access-token' });
    await stage.publish(team.deployed(newSha()));
    expect((await stage.lookUps()).map(({ data }) => data.refused)).toMatchObject([
      [{ reason: 'token-rejected' }],
    ]);
    for (let hour = 1; hour <= 2; hour += 1) {
      await stage.clock.turn(60 * minutes);
      await eventually(inspections, ({ length }) => length === hour);
    }
    await stage.buildkite.changeToken(team.token.label, { revoked: false });
    await stage.clock.turn(59 * minutes);
    const asked = await stage.buildkite.requestTotal();
    await stage.clock.turn(minutes);
    const status = await stage.polled(team.connection);
    expect(status?.lastCycle.outcome).toBe('complete');
    expect((await stage.lookUps(2)).at(-1)?.data).toMatchObject({ answered: ['acme-inc'], refused: [] });
    expect((await stage.buildkite.requestTotal()) - asked).toBe(6);
  });

  it('ends when the connection is removed, and what it published is forgotten', async () => {
    const team = await Team.connected(stage);
    await team.addBuild({ commit: newSha(), script: [at('0s').running()] });
    await stage.start();
    await stage.polled(team.connection);
    await stage.publish(aConnectionRemoved({ ...team.fact(), connection: team.connection }));
    await stage.handled();
    const published = stage.documents.collection(publishedLooks);
    expect(await published.count({ connection: team.connection })).toBe(0);
    await stage.buildkite.resetRequests();
    for (let minute = 0; minute < 5; minute += 1) await stage.clock.turn(minutes);
    expect(await stage.buildkite.requestTotal()).toBe(0);
  });

  it('is done by one of two instances, and by the other when that one stops', async () => {
    const team = await Team.connected(stage);
    const first = await stage.start();
    await stage.polled(team.connection);
    await stage.start();
    await stage.buildkite.resetRequests();
    await stage.pass(3, team.connection);
    expect(await stage.buildkite.requestTotal()).toBe(9);
    const deploy = team.deployed(newSha());
    await stage.publish(deploy);
    await stage.lookUps();
    expect(await stage.commitRequests()).toHaveLength(1);

    await stage.stop(first);
    await stage.pass(1, team.connection);
    expect(await stage.buildkite.requestTotal()).toBe(14);
  });

  it('tells two looks at one build apart when two connections see it', async () => {
    const one = await Team.connected(stage);
    const other = await Team.of(stage, []);
    other.sequence = 10;
    const { value } = await stage.buildkite.addToken({ organizations: ['acme-inc'] });
    stage.keepToken({ ...acme, ...other }, value);
    await stage.publish(other.added({ buildkiteOrganizations: ['acme-inc'] }), other.serving());
    const build = await one.addBuild({ commit: newSha(), script: [at('0s').running()] });
    await stage.start();
    const looks = await stage.looks(2);
    expect(looks.map(({ data }) => data.connection).sort()).toEqual(
      [one.connection, other.connection].sort(),
    );
    expect(new Set(looks.map(({ data }) => data.build.id))).toEqual(new Set([build.id]));
  });
});
