import { jest } from '@jest/globals';
import { eventually } from '#libs/bus/testing';
import { acme, aConnectionRemoved, aConnectionTokenReplaced } from '#libs/contracts/testing';
import { METRICS } from '#libs/platform';
import { randomUUID } from 'node:crypto';
import type { Registry } from 'prom-client';
import { at } from '../../../../test/standins/buildkite/testing/index.js';
import { newSha } from '../testing/new-sha.js';
import { Stage } from '../testing/stage.js';
import { Team } from '../testing/team.js';
import { WebhookDeliveries } from '../webhook/webhook-deliveries.js';

const readingBuilds = ['read_builds', 'read_organizations', 'read_pipelines', 'read_user'];

jest.setTimeout(60_000);

describe('the health of a connection', () => {
  let stage: Stage;

  beforeEach(async () => {
    stage = await Stage.set();
  });

  afterEach(() => stage.close());

  const told = () => stage.published('sleuth.connection-health-changed.v1');
  /** What was told in the order of its times, as `minute health`. */
  const story = async () =>
    (await told())
      .sort((one, other) => (one.time < other.time ? -1 : 1))
      .map(({ data }) => `${data.at.slice(11, 16)} ${data.health}`);
  /** A team that has been polled once, at 12:00. */
  const polled = async (buildkiteOrganizations?: readonly string[]) => {
    const team = await Team.connected(stage, buildkiteOrganizations);
    await stage.start();
    await stage.polled(team.connection);
    return team;
  };
  const replaceToken = async (team: Team) => {
    const { connection } = team;
    const tokenVersion = randomUUID();
    const { value } = await stage.buildkite.addToken({ organizations: ['acme-inc'] });
    stage.keepToken({ ...acme, connection, tokenVersion }, value);
    const buildkiteOrganizations = ['acme-inc'];
    const next = { ...team.fact(), connection, tokenVersion, buildkiteOrganizations, tokenExpiresAt: null };
    await stage.publish(aConnectionTokenReplaced(next));
    return tokenVersion;
  };
  const failing = (status: number, times: number) =>
    stage.buildkite.addFault({ kind: 'status', status }, { match: { query: 'finished_from' }, times });

  it('is not told while all goes well', async () => {
    const team = await polled();
    await stage.pass(8, team.connection);
    expect(await told()).toEqual([]);
  });

  it('tells of a rejected token once, and is well again with the next, whose polling goes on', async () => {
    const team = await polled();
    await stage.buildkite.changeToken(team.token.label, { revoked: true });
    await stage.pass(1, team.connection);
    const [rejected] = await told();
    expect(rejected?.data).toMatchObject({
      organization: 'acme',
      connection: team.connection,
      tokenVersion: team.tokenVersion,
      health: 'token-rejected',
      problems: [{ code: 'token-rejected', since: '2026-03-01T12:01:00.000Z', buildkiteOrganization: null }],
    });
    await stage.buildkite.resetRequests();
    await stage.clock.turn(10 * 60_000);
    const tokenVersion = await replaceToken(team);
    const { lastCycle } = (await stage.polled(team.connection)) ?? {};
    expect(lastCycle?.outcome).toBe('complete');
    expect(await stage.buildkite.requestTotal()).toBe(3);
    expect(await story()).toEqual(['12:01 token-rejected', '12:11 healthy']);
    expect((await told()).at(-1)?.data).toMatchObject({ tokenVersion, problems: [] });
  });

  it('tells of a token that a look-up finds rejected', async () => {
    const team = await polled();
    await stage.buildkite.changeToken(team.token.label, { revoked: true });
    await stage.publish(team.deployed(newSha()));
    await stage.lookUps();
    await stage.clock.turn(60_000);
    const [rejected] = await eventually(told, ({ length }) => length > 0);
    expect(rejected?.data).toMatchObject({ problems: [{ since: '2026-03-01T12:00:00.000Z' }] });
  });

  it('tells of a scope that is taken away, until it is given back', async () => {
    const team = await polled();
    await stage.buildkite.changeToken(team.token.label, { scopes: readingBuilds.slice(1) });
    await stage.pass(3, team.connection);
    const [lacking] = await told();
    expect(lacking?.data.problems[0]?.detail).toContain("doesn't have the read_builds scope");
    await stage.buildkite.changeToken(team.token.label, { scopes: readingBuilds });
    await stage.pass(2, team.connection);
    expect(await story()).toEqual(['12:01 scope-missing', '12:04 healthy']);
  });

  it('tells of a Buildkite organization that is closed, until it is opened, while the others go on', async () => {
    await stage.buildkite.addOrganization('acme-labs');
    const organizations = ['acme-labs', 'acme-inc'];
    const team = await polled(organizations);
    await stage.buildkite.changeToken(team.token.label, { organizations: ['acme-inc'] });
    const build = await team.addBuild({ commit: newSha(), script: [at('0s').running()] });
    await stage.pass(7, team.connection);
    const [closed] = await told();
    expect(closed?.data.problems).toMatchObject([
      { code: 'organization-not-accessible', buildkiteOrganization: 'acme-labs' },
    ]);
    expect((await stage.looks()).map(({ data }) => data.build.id)).toEqual([build.id]);
    await stage.buildkite.changeToken(team.token.label, { organizations });
    await stage.pass(2, team.connection);
    expect(await story()).toEqual(['12:01 organization-not-accessible', '12:08 healthy']);
  });

  it('tells of a limit that lasts, not of one that passes', async () => {
    await polled();
    const limited = { kind: 'rate-limit', scope: 'rest_user', resetSeconds: 1 } as const;
    const match = { query: 'finished_from' };
    await stage.buildkite.addFault(limited, { match, times: 4 });
    await stage.passUntil(
      () => stage.buildkite.pendingFaults(),
      ({ length }) => length === 0,
    );
    expect(await told()).toEqual([]);
    await stage.buildkite.addFault(limited, { match, times: 1_000 });
    await stage.passUntil(story, ({ length }) => length > 0, 5_000);
    await stage.buildkite.clearFaults();
    await stage.passUntil(story, ({ length }) => length > 1, 5_000);
    expect((await story()).map((line) => line.slice(6))).toEqual(['rate-limited', 'healthy']);
    const [first] = await told();
    expect(first?.data.problems).toMatchObject([{ buildkiteOrganization: 'acme-inc' }]);
  });

  it('tells of a collection that is behind, for whatever reason', async () => {
    const team = await polled();
    await failing(422, 7);
    await stage.pass(9, team.connection);
    expect(await story()).toEqual(['12:06 collection-behind', '12:08 healthy']);
    const [behind] = await told();
    expect(behind?.data.problems).toMatchObject([{ since: '2026-03-01T12:00:00.000Z' }]);
    expect(behind?.data.problems[0]?.detail).toContain('request-refused');
  });

  it('tells of a webhook that is silent while polling finds builds, until it speaks again', async () => {
    const team = await polled();
    const deliveries = new WebhookDeliveries(stage.documents);
    await deliveries.note(team.connection, stage.clock.now(), 'build.finished');
    await team.addBuild({ commit: newSha(), script: [at('0s').running(), at('3m').passed()] });
    await stage.pass(18, team.connection);
    expect(await told()).toEqual([]);
    await stage.pass(1, team.connection);
    expect(await story()).toEqual(['12:19 webhook-silent']);
    await deliveries.note(team.connection, stage.clock.now(), 'build.finished');
    await stage.pass(1, team.connection);
    expect(await story()).toEqual(['12:19 webhook-silent', '12:20 healthy']);
  });

  it('is told by one of two instances, counted there, and told no more once the connection is removed', async () => {
    const team = await Team.connected(stage);
    const instances = [await stage.start(), await stage.start()];
    await stage.polled(team.connection);
    await stage.buildkite.changeToken(team.token.label, { scopes: readingBuilds.slice(1) });
    await stage.pass(2, team.connection);
    expect(await story()).toEqual(['12:01 scope-missing']);
    const counted = async () => {
      const texts = instances.map(({ app }) => app.get<Registry>(METRICS).metrics());
      return (await Promise.all(texts)).map((text) =>
        Number(/builds_connection_problems\{code="scope-missing"\} (\d)/.exec(text)?.[1]),
      );
    };
    expect((await counted()).sort()).toEqual([0, 1]);

    await stage.publish(aConnectionRemoved({ ...team.fact(), connection: team.connection }));
    await stage.handled();
    await stage.buildkite.changeToken(team.token.label, { scopes: readingBuilds });
    await stage.clock.turn(5 * 60_000);
    await eventually(counted, (counts) => counts.every((count) => count === 0));
    expect(await story()).toEqual(['12:01 scope-missing']);
  });
});
