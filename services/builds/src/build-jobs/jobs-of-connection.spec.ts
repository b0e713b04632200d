import { jest } from '@jest/globals';
import { aConnectionTokenReplaced } from '#libs/contracts/testing';
import { randomUUID } from 'node:crypto';
import { at } from '../../../../test/standins/buildkite/testing/index.js';
import { newSha } from '../testing/new-sha.js';
import { Stage } from '../testing/stage.js';
import { Team } from '../testing/team.js';

const passed = [at('0s').scheduled(), at('5s').running(), at('3m').passed()];
const failed = [at('0s').scheduled(), at('5s').running(), at('1m').failing(), at('2m').failed()];
const minute = 60_000;

jest.setTimeout(30_000);

describe('looking at the jobs of builds that were there at a deploy', () => {
  let stage: Stage;
  let team: Team;

  beforeEach(async () => {
    stage = await Stage.set();
    team = await Team.connected(stage);
  });

  afterEach(() => stage.close());

  it('tells what Buildkite shows of them, retried ones and those of every kind', async () => {
    const build = await team.addBuild({
      commit: newSha(),
      createdAt: '-10m',
      jobs: [
        { type: 'script', key: 'test', name: null, command: 'make test\nsecret=1' },
        { type: 'script', key: 'lint', name: 'Lint', command: 'make lint', ending: 'soft-failed' },
        { type: 'waiter', key: 'wait' },
        { type: 'manual', key: 'release', label: 'Release?' },
        { type: 'script', key: 'publish', name: 'Publish', command: 'make publish' },
      ],
      script: [
        at('0s').scheduled(),
        at('5s').running(),
        at('1m').failing('test'),
        at('2m').retried({ job: 'test' }),
        at('3m').blocked(),
        at('4m').unblocked(),
        at('5m').passed(),
      ],
    });
    await stage.start();
    await stage.publish(team.deployed(build.commit));
    const [look] = await stage.jobsLooks();
    const { jobs, ...said } = look?.data ?? { jobs: [] };
    expect(said).toEqual({
      organization: 'acme',
      connection: team.connection,
      buildkiteOrganization: 'acme-inc',
      build: build.id,
      lookedAt: stage.clock.now().toISOString(),
      omittedJobs: 0,
      softFailedJobs: 1,
      states: [
        { state: 'failed', jobs: 1 },
        { state: 'passed', jobs: 2 },
        { state: 'unblocked', jobs: 1 },
      ],
      actions: [
        { at: '2026-03-01T11:52:00.000Z', by: 'retry' },
        { at: '2026-03-01T11:54:00.000Z', by: 'unblock' },
      ],
      actionsComplete: true,
    });
    expect(jobs.map(({ name, type, state, softFailed }) => [name, type, state, softFailed])).toEqual([
      ['make test', 'script', 'failed', false],
      ['make test', 'script', 'passed', false],
      ['Lint', 'script', 'failed', true],
      ['Release?', 'manual', 'unblocked', false],
      ['Publish', 'script', 'passed', false],
    ]);
    expect(jobs[0]?.retriedIn).toBe(jobs[1]?.id);
    const [request] = await stage.jobsRequests();
    expect(request?.query).toBe('per_page=100&include_retried_jobs=true');
  });

  it('is one request for each of them, also when they are seen again and again or deployed twice', async () => {
    const sha = newSha();
    const running = [at('0s').scheduled(), at('5s').running(), at('15m').passed()];
    await team.addBuild({ commit: sha, createdAt: '-10m', script: passed });
    await team.addBuild({ commit: sha, createdAt: '-10m', script: running });
    await team.addBuild({ commit: newSha(), createdAt: '-10m', script: running });
    await stage.publish(team.deployed(sha), team.deployed(sha));
    await stage.start();
    await stage.jobsLooks(2);
    await stage.pass(7, team.connection);
    expect(await stage.jobsRequests()).toHaveLength(2);
  });

  it('is not done for builds that were created after the deploy', async () => {
    const sha = newSha();
    await stage.publish(team.deployed(sha));
    await stage.start();
    await stage.lookUps();
    await stage.clock.turn(minute / 2);
    await team.addBuild({ commit: sha, script: [at('0s').running(), at('10s').passed()] });
    await stage.clock.turn(minute / 2);
    await stage.looks();
    const marker = await team.addBuild({ commit: newSha(), createdAt: '-10m', script: passed });
    await stage.publish(team.deployed(marker.commit));
    const looks = await stage.jobsLooks();
    expect(looks.map(({ data }) => data.build)).toEqual([marker.id]);
  });

  it('waits for a look from the deploy on, and is no older than that: it tells of a re-opening around it', async () => {
    const build = await team.addBuild({ commit: newSha(), createdAt: '-10m', script: failed });
    await stage.start();
    await stage.polled(team.connection);
    await stage.clock.turn(minute / 2);
    const deployedAt = new Date(stage.clock.now().getTime() + minute).toISOString();
    await stage.publish(team.deployed(build.commit, { deployedAt }));
    await stage.lookUps();
    expect(await stage.jobsRequests()).toEqual([]);
    const again = '2026-03-01T12:01:29.500Z';
    await stage.buildkite.extendBuild(build.id, [at(again).retried({ job: 'test' })]);
    await stage.passUntil(
      () => stage.published('sleuth.build-jobs-observed.v1'),
      ({ length }) => length > 0,
    );
    const after = (await stage.looks())
      .map(({ data }) => data)
      .find(({ lookedAt }) => lookedAt >= deployedAt);
    const [look] = await stage.jobsLooks();
    expect(after?.build.state).toBe('running');
    expect(Date.parse(look?.data.lookedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(after?.lookedAt ?? ''));
    expect(look?.data).toMatchObject({ actions: [{ at: again, by: 'retry' }], actionsComplete: true });
  });

  it('is done for builds whose SHA becomes known late', async () => {
    const sha = newSha();
    const build = await team.addBuild({
      commit: 'HEAD',
      createdAt: '-1m',
      script: [at('0s').running(), at('2m').commitResolved(sha), at('9m').passed()],
    });
    await stage.publish(team.deployed(sha));
    await stage.start();
    await stage.lookUps();
    await stage.polled(team.connection);
    expect(await stage.jobsRequests()).toEqual([]);
    await stage.pass(2, team.connection);
    const [look] = await stage.jobsLooks();
    expect(look?.data.build).toBe(build.id);
  });

  it('leaves two fifths of the limit to look-ups and cycles, and goes on when there is room', async () => {
    const shas = Array.from({ length: 30 }, newSha);
    for (const commit of shas) await team.addBuild({ commit, createdAt: '-10m', script: passed });
    await stage.publish(...shas.map((sha) => team.deployed(sha)));
    await stage.start();
    await stage.jobsLooks(10);
    const before = stage.clock.now().getTime();
    await stage.passUntil(
      () => stage.published('sleuth.build-jobs-observed.v1'),
      ({ length }) => length === 30,
      5_000,
    );
    const all = await stage.buildkite.requests();
    const ofMinute = all.filter((request) => Date.parse(request.at) < before + minute);
    expect(ofMinute.length).toBeLessThanOrEqual(30);
    expect(await stage.jobsRequests()).toHaveLength(30);
  });

  it('is given up when Buildkite does not show the build for a day, and others go on', async () => {
    const [gone, there] = [
      await team.addBuild({ commit: newSha(), createdAt: '-10m', script: passed }),
      await team.addBuild({ commit: newSha(), createdAt: '-10m', script: passed }),
    ];
    await stage.buildkite.addFault(
      { kind: 'status', status: 404 },
      { match: { path: `*/builds/${gone.number}/jobs` }, times: 1_000 },
    );
    await stage.publish(team.deployed(gone.commit), team.deployed(there.commit));
    await stage.start();
    const [look] = await stage.jobsLooks();
    expect(look?.data.build).toBe(there.id);
    const refusals = async () =>
      (await stage.jobsRequests()).filter(({ path }) => path.includes(`/builds/${gone.number}/`)).length;
    await stage.passUntil(refusals, (times) => times >= 6, minute);
    await stage.clock.turn(24 * 60 * minute);
    await stage.passUntil(
      async () => stage.log.lines.some(({ message }) => message.includes('asked for no more')),
      (isGivenUp) => isGivenUp,
      minute,
    );
    const asked = (await stage.jobsRequests()).length;
    await stage.pass(10, team.connection);
    expect(await stage.jobsRequests()).toHaveLength(asked);
  });

  it('follows a build whose pipeline is renamed before its jobs were shown', async () => {
    const build = await team.addBuild({ commit: newSha(), createdAt: '-10m', script: passed });
    await stage.buildkite.addFault({ kind: 'status', status: 500 }, { match: { path: '*/jobs' }, times: 4 });
    await stage.publish(team.deployed(build.commit));
    await stage.start();
    await stage.passUntil(
      () => stage.jobsRequests(),
      ({ length }) => length >= 1,
    );
    await stage.buildkite.changePipeline({ organization: 'acme-inc', slug: 'shop' }, { slug: 'store' });
    await stage.passUntil(
      () => stage.published('sleuth.build-jobs-observed.v1'),
      ({ length }) => length === 1,
    );
    const paths = (await stage.jobsRequests()).map(({ path }) => path.split('/')[5]);
    expect(new Set(paths.slice(0, -1))).toEqual(new Set(['shop']));
    expect(paths.at(-1)).toBe('store');
  });

  it('waits for another token when this one is rejected', async () => {
    const build = await team.addBuild({ commit: newSha(), createdAt: '-10m', script: passed });
    await stage.buildkite.addFault({ kind: 'status', status: 401 }, { match: { path: '*/jobs' } });
    await stage.publish(team.deployed(build.commit));
    await stage.start();
    await stage.lookUps();
    await stage.passUntil(
      async () => stage.log.lines.some(({ level }) => level === 'error'),
      (isRejected) => isRejected,
    );
    expect(await stage.jobsRequests()).toHaveLength(1);
    const tokenVersion = randomUUID();
    const { connection } = team;
    const { value } = await stage.buildkite.addToken({ organizations: ['acme-inc'] });
    stage.keepToken({ organization: 'acme', connection, tokenVersion }, value);
    const buildkiteOrganizations = ['acme-inc'];
    await stage.publish(
      aConnectionTokenReplaced({ ...team.fact(), connection, tokenVersion, buildkiteOrganizations }),
    );
    const [look] = await stage.jobsLooks();
    expect(look?.data.build).toBe(build.id);
  });

  it('is taken up by the next instance when one dies before the jobs are published', async () => {
    const build = await team.addBuild({ commit: newSha(), createdAt: '-10m', script: passed });
    await stage.buildkite.addFault({ kind: 'delay', ms: 60_000 }, { match: { path: '*/jobs' } });
    const first = await stage.start();
    await stage.publish(team.deployed(build.commit));
    await stage.passUntil(
      () => stage.jobsRequests(),
      ({ length }) => length >= 1,
    );
    await stage.stop(first);
    await stage.start();
    const [look] = await stage.jobsLooks();
    expect(look?.data.build).toBe(build.id);
  });
});
