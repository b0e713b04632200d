import { jest } from '@jest/globals';
import { eventually } from '#libs/bus/testing';
import {
  acme,
  aCodeDeploymentAdded,
  aConnectionRemoved,
  aConnectionTokenReplaced,
} from '#libs/contracts/testing';
import { Secret } from '#libs/platform';
import { randomUUID } from 'node:crypto';
import { at } from '../../../../test/standins/buildkite/testing/index.js';
import { newSha } from '../testing/new-sha.js';
import { Stage } from '../testing/stage.js';
import { Team } from '../testing/team.js';

const passed = [at('0s').scheduled(), at('5s').running(), at('3m').passed()];

jest.setTimeout(30_000);

describe('looking up the commit of a deploy', () => {
  let stage: Stage;

  beforeEach(async () => {
    stage = await Stage.set();
  });

  afterEach(() => stage.close());

  it('publishes its builds, then that the commit was looked up', async () => {
    const team = await Team.connected(stage);
    const sha = newSha();
    const build = await team.addBuild({ commit: sha, createdAt: '-10m', script: passed });
    await stage.start();
    await stage.publish(team.deployed(sha));

    const lookedAt = stage.clock.now().toISOString();
    const [lookUp] = await stage.lookUps();
    expect(lookUp?.data).toEqual({
      organization: 'acme',
      connection: team.connection,
      sha,
      lookedAt,
      answered: ['acme-inc'],
      refused: [],
      builds: [build.id],
    });
    const [look] = await stage.looks();
    expect(look?.data).toMatchObject({
      organization: 'acme',
      connection: team.connection,
      buildkiteOrganization: 'acme-inc',
      lookedAt,
      build: { id: build.id, sha, state: 'passed', repository: acme.repository },
    });
  });

  it('says so when there is no build', async () => {
    const team = await Team.connected(stage);
    await stage.start();
    await stage.publish(team.deployed(newSha()));
    const [lookUp] = await stage.lookUps();
    expect(lookUp?.data).toMatchObject({ answered: ['acme-inc'], builds: [] });
  });

  it('is one request for fifty deploys that lie on the topic together', async () => {
    const team = await Team.connected(stage);
    const shas = Array.from({ length: 50 }, newSha);
    await stage.publish(...shas.map((sha) => team.deployed(sha)));
    await stage.start();
    const found = await stage.lookUps(50);
    expect(found.map(({ data }) => data.sha).sort()).toEqual([...shas].sort());
    expect(await stage.commitRequests()).toHaveLength(1);
  });

  it('is one request for deploys that come together while it runs, and for several deploys of one commit', async () => {
    const team = await Team.connected(stage);
    const [one, other] = [newSha(), newSha()];
    await stage.start();
    await stage.publish(team.deployed(one), team.deployed(other), team.deployed(one));
    await stage.lookUps(2);
    expect(await stage.commitRequests()).toHaveLength(1);
    expect(await stage.published('sleuth.commit-looked-up.v1')).toHaveLength(2);
  });

  it('asks for 50 commits at most in one request', async () => {
    const team = await Team.connected(stage);
    await stage.publish(...Array.from({ length: 120 }, () => team.deployed(newSha())));
    await stage.start();
    await stage.lookUps(120);
    const requests = await stage.commitRequests();
    expect(requests.map(({ query }) => query.split('commit[]=').length - 1).sort()).toEqual([20, 50, 50]);
  });

  it('leaves out builds of repositories that nobody deploys here', async () => {
    const team = await Team.connected(stage);
    await stage.buildkite.addPipeline({
      slug: 'infra',
      organization: 'acme-inc',
      repository: 'git@github.com:acme/infra.git',
    });
    const sha = newSha();
    await team.addBuild({ pipeline: 'infra', commit: sha, createdAt: '-10m', script: passed });
    await stage.start();
    await stage.publish(team.deployed(sha));
    const [lookUp] = await stage.lookUps();
    expect(lookUp?.data.builds).toEqual([]);
    expect(await stage.published('sleuth.build-observed.v1')).toEqual([]);
  });

  it('waits for a build server, and begins when one is set', async () => {
    const team = await Team.of(stage);
    const sha = newSha();
    await stage.start();
    await stage.publish(aCodeDeploymentAdded(), team.added(), team.deployed(sha));
    await stage.handled();
    expect(await stage.buildkite.requestTotal()).toBe(0);
    await stage.publish(team.serving());
    const [lookUp] = await stage.lookUps();
    expect(lookUp?.data).toMatchObject({ connection: team.connection, sha });
  });

  it('goes through the connection in force at T when that comes to be known late', async () => {
    const [first, second] = [await Team.of(stage, ['acme-inc']), await Team.of(stage, [])];
    const sha = newSha();
    const earlier = { at: '2026-03-01T10:00:00.000Z' };
    const then = { at: '2026-03-01T11:00:00.000Z' };
    await stage.start();
    const serving = (team: Team, changes: { at: string }) => {
      const event = team.serving();
      return { ...event, data: { ...event.data, ...changes } };
    };
    second.sequence = 10;
    await stage.publish(first.added(), serving(first, earlier), first.deployed(sha));
    await stage.lookUps();
    await stage.publish(second.added({ buildkiteOrganizations: ['acme-inc'] }), serving(second, then));
    const found = await stage.lookUps(2);
    expect(found.map(({ data }) => data.connection)).toEqual([first.connection, second.connection]);
  });

  it('is repeated once T has passed when it was before', async () => {
    const team = await Team.connected(stage);
    const sha = newSha();
    const deployedAt = new Date(stage.clock.now().getTime() + 120_000).toISOString();
    await stage.start();
    await stage.publish(team.deployed(sha, { deployedAt }));
    await stage.lookUps();
    await stage.clock.turn(60_000);
    await stage.clock.turn(60_000);
    const found = await stage.lookUps(2);
    expect(found.map(({ data }) => data.lookedAt)).toEqual([
      new Date(Date.parse(deployedAt) - 120_000).toISOString(),
      deployedAt,
    ]);
  });

  it('is not repeated when the deploy is told again', async () => {
    const team = await Team.connected(stage);
    const deploy = team.deployed(newSha());
    await stage.start();
    await stage.publish(deploy);
    await stage.lookUps();
    await stage.publish(deploy, team.deployed(newSha()));
    await stage.lookUps(2);
    expect(await stage.commitRequests()).toHaveLength(2);
  });

  it('says which Buildkite organization refuses, and answers again when it does no longer', async () => {
    await stage.buildkite.addOrganization('acme-labs');
    const team = await Team.connected(stage, ['acme-inc', 'acme-labs']);
    const sha = newSha();
    const build = await team.addBuild({
      organization: 'acme-labs',
      commit: sha,
      createdAt: '-10m',
      script: passed,
    });
    await stage.buildkite.changeToken(team.token.label, { organizations: ['acme-inc'] });
    await stage.start();
    await stage.publish(team.deployed(sha));
    const [refused] = await stage.lookUps();
    expect(refused?.data).toMatchObject({
      answered: ['acme-inc'],
      refused: [{ organization: 'acme-labs', reason: 'organization-not-accessible' }],
      builds: [],
    });

    await stage.buildkite.changeToken(team.token.label, { organizations: ['acme-inc', 'acme-labs'] });
    await stage.passUntil(
      () => stage.published('sleuth.commit-looked-up.v1'),
      (found) => found.length > 1,
      60_000,
    );
    const [, answered] = await stage.lookUps(2);
    expect(answered?.data).toMatchObject({
      answered: ['acme-inc', 'acme-labs'],
      refused: [],
      builds: [build.id],
    });
  });

  it.each([
    ['Buildkite is not there', { kind: 'status', status: 503 } as const],
    ['a proxy answers in its stead', { kind: 'html' } as const],
    ['the connection breaks', { kind: 'cut' } as const],
  ])('waits and is done all the same when %s', async (_case, fault) => {
    const team = await Team.connected(stage);
    await stage.buildkite.addFault(fault, { match: { query: 'commit[]=' }, times: 6 });
    await stage.start();
    await stage.publish(team.deployed(newSha()));
    const found = await stage.passUntil(
      () => stage.published('sleuth.commit-looked-up.v1'),
      ({ length }) => length > 0,
    );
    expect(found.map(({ data }) => data.refused)).toEqual([[]]);
    expect(await stage.buildkite.pendingFaults()).toEqual([]);
  });

  it('sends nothing while Buildkite wants to be left alone', async () => {
    const team = await Team.connected(stage);
    await stage.buildkite.addFault(
      { kind: 'rate-limit', scope: 'rest_user', resetSeconds: 9 },
      { match: { query: 'commit[]=' } },
    );
    await stage.start();
    await stage.publish(team.deployed(newSha()));
    await stage.passUntil(
      () => stage.published('sleuth.commit-looked-up.v1'),
      ({ length }) => length > 0,
    );
    const [limited, answered] = await stage.commitRequests();
    expect(Date.parse(answered?.at ?? '') - Date.parse(limited?.at ?? '')).toBeGreaterThanOrEqual(9_000);
  });

  it('is refused while the token is, without asking, and answered when the token is replaced', async () => {
    const team = await Team.connected(stage);
    const sha = newSha();
    const build = await team.addBuild({ commit: sha, createdAt: '-10m', script: passed });
    await stage.buildkite.changeToken(team.token.label, { revoked: true });
    await stage.start();
    await stage.publish(team.deployed(sha));
    const [refused] = await stage.lookUps();
    expect(refused?.data).toMatchObject({
      answered: [],
      refused: [{ organization: 'acme-inc', reason: 'token-rejected' }],
    });
    const asked = await stage.buildkite.requestTotal();
    for (let minute = 0; minute < 3; minute += 1) await stage.clock.turn(60_000);
    await stage.publish(team.deployed(newSha()));
    await stage.lookUps(2);
    expect(await stage.buildkite.requestTotal()).toBe(asked);

    const { value } = await stage.buildkite.addToken({ organizations: ['acme-inc'] });
    const tokenVersion = randomUUID();
    const { connection } = team;
    stage.keepToken({ organization: 'acme', connection, tokenVersion }, value);
    await stage.publish(
      aConnectionTokenReplaced({
        ...team.fact(),
        connection,
        tokenVersion,
        buildkiteOrganizations: ['acme-inc'],
      }),
    );
    const found = await stage.lookUps(4);
    expect(found.find(({ data }) => data.sha === sha && data.answered.length > 0)?.data).toMatchObject({
      refused: [],
      builds: [build.id],
    });
  });

  it('is refused when the connection that serves the deploy was removed', async () => {
    const team = await Team.connected(stage);
    const { connection } = team;
    const deploy = team.deployed(newSha());
    await stage.publish(aConnectionRemoved({ ...team.fact(), connection }));
    await stage.publish(deploy);
    await stage.start();
    const [lookUp] = await stage.lookUps();
    expect(lookUp?.data.refused).toEqual([{ organization: 'acme-inc', reason: 'connection-removed' }]);
    expect(await stage.buildkite.requestTotal()).toBe(0);
  });

  it('is taken up by the next instance when one dies before it is published', async () => {
    const team = await Team.connected(stage);
    const build = await team.addBuild({ commit: newSha(), createdAt: '-10m', script: passed });
    const { bus } = stage;
    const dies = Object.assign(Object.create(bus) as typeof bus, {
      publish: (topic: string, records: Parameters<typeof bus.publish>[1]) =>
        topic.includes('commit-look-ups')
          ? Promise.reject(new Error('The instance died.'))
          : bus.publish(topic, records),
      subscribe: bus.subscribe.bind(bus),
      lag: bus.lag.bind(bus),
    });
    const dying = await stage.start({ bus: dies });
    await stage.publish(team.deployed(build.commit));
    await stage.looks();
    await stage.stop(dying);
    expect(await stage.published('sleuth.commit-looked-up.v1')).toEqual([]);

    await stage.start();
    const [lookUp] = await stage.lookUps();
    expect(lookUp?.data).toMatchObject({ sha: build.commit, builds: [build.id] });
  });

  it('shows the token to nobody', async () => {
    const team = await Team.connected(stage);
    await stage.buildkite.changeToken(team.token.label, { revoked: true });
    await stage.start();
    await stage.publish(team.deployed(newSha()));
    const published = await stage.lookUps();
    const told = JSON.stringify([published, stage.log.lines, new Secret(team.token.value)]);
    expect(stage.log.lines.some(({ level }) => level === 'error')).toBe(true);
    expect(told).not.toContain(team.token.value);
  });

  it('asks with the next token as soon as it is told of it, when the vault has the last one no more', async () => {
    const team = await Team.connected(stage);
    const { connection } = team;
    const replacement = (tokenVersion: string) =>
      aConnectionTokenReplaced({
        ...team.fact(),
        connection,
        tokenVersion,
        buildkiteOrganizations: ['acme-inc'],
      });
    await stage.publish(replacement(randomUUID()));
    await stage.start();
    await stage.publish(team.deployed(newSha()));
    await eventually(
      async () => stage.log.lines.map(({ message }) => message),
      (told) => told.some((message) => message.includes('look')),
    );

    const tokenVersion = randomUUID();
    stage.keepToken({ organization: 'acme', connection, tokenVersion }, team.token.value);
    await stage.publish(replacement(tokenVersion));
    expect((await stage.lookUps()).map(({ data }) => data.answered)).toEqual([['acme-inc']]);
  });
});
