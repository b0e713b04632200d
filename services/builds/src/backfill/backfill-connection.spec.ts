import { jest } from '@jest/globals';
import { eventually } from '#libs/bus/testing';
import {
  acme,
  aCodeDeploymentAdded,
  aCodeDeploymentBuildServerSet,
  aCodeDeploymentChanged,
  aConnectionRemoved,
  aConnectionTokenReplaced,
} from '#libs/contracts/testing';
import { randomUUID } from 'node:crypto';
import { at } from '../../../../test/standins/buildkite/testing/index.js';
import { backfilled, days, pastBuilds, requestsOfBackfills } from '../testing/backfilling.js';
import { newSha } from '../testing/new-sha.js';
import { Stage } from '../testing/stage.js';
import { Team } from '../testing/team.js';

const backfillWindowMs = 30 * days;
const store = 'github.com/acme/store';

jest.setTimeout(60_000);

describe('reading what was built before', () => {
  let stage: Stage;

  beforeEach(async () => {
    stage = await Stage.set();
  });

  afterEach(() => stage.close());

  const start = () => stage.start({ backfillWindowMs });
  const past = (createdAt: string, commit = newSha()) => ({
    organization: 'acme-inc',
    pipeline: 'shop',
    commit,
    createdAt,
    script: [at('0s').running(), at('1m').passed()],
  });
  const observed = async () =>
    (await stage.published('sleuth.build-observed.v1')).map(({ data }) => data.build.id).sort();
  const addStore = () =>
    stage.buildkite.addPipeline({
      slug: 'store',
      organization: 'acme-inc',
      repository: 'https://github.com/acme/store',
    });

  it('finds the builds of the last 30 days and none before, when a default is set', async () => {
    const team = await Team.connected(stage);
    const [today, month] = await stage.buildkite.addBuilds(
      ['-2h', '-719h', '-721h'].map((createdAt) => past(createdAt)),
    );
    await start();
    const [backfill] = await backfilled(stage, team.connection);
    expect(backfill).toMatchObject({ repository: acme.repository, found: 2, pages: 1 });
    expect(await observed()).toEqual([today?.id, month?.id].sort());
  });

  it.each([
    ['that is added to a project', [0, 1, 2, 3]],
    ['whatever the order of the topics', [3, 2, 1, 0]],
  ])('finds those of a code deployment %s', async (_what, order) => {
    const team = await Team.of(stage);
    await addStore();
    const [one, other] = await stage.buildkite.addBuilds([
      past('-2d'),
      { ...past('-3d'), pipeline: 'store' },
    ]);
    const facts = [
      aCodeDeploymentAdded(),
      team.added(),
      team.serving(),
      aCodeDeploymentAdded({ codeDeployment: 'store-web', repository: store, sequence: 7 }),
    ];
    await start();
    for (const index of order) {
      const fact = facts[index];
      if (fact) await stage.publish(fact);
      await stage.handled();
    }
    await backfilled(
      stage,
      team.connection,
      (all) => all.filter(({ state }) => state === 'done').length === 2,
    );
    expect(await observed()).toEqual([one?.id, other?.id].sort());
  });

  it('finds those of a repository that takes the place of another', async () => {
    const team = await Team.connected(stage);
    await addStore();
    const [build] = await stage.buildkite.addBuilds([{ ...past('-3d'), pipeline: 'store' }]);
    await start();
    await backfilled(stage, team.connection);
    await stage.publish(aCodeDeploymentChanged({ repository: store, sequence: 50 }));
    await backfilled(
      stage,
      team.connection,
      (all) => all.filter(({ state }) => state === 'done').length === 2,
    );
    expect(await observed()).toEqual([build?.id]);
  });

  it('reads through the build server of a code deployment, and through each once', async () => {
    const team = await Team.connected(stage);
    await start();
    await backfilled(stage, team.connection);
    const other = await Team.of(stage, []);
    const { value } = await stage.buildkite.addToken({ organizations: ['acme-inc'] });
    stage.keepToken({ ...acme, ...other }, value);
    await stage.buildkite.resetRequests();
    other.sequence = 10;
    await stage.publish(
      other.added({ buildkiteOrganizations: ['acme-inc'] }),
      aCodeDeploymentBuildServerSet({ ...other.fact(), connection: other.connection }),
    );
    await backfilled(stage, other.connection);
    await stage.publish(aCodeDeploymentAdded(), team.serving());
    await stage.handled();
    expect(await requestsOfBackfills(stage)).toHaveLength(2);
  });

  it('asks for the pipelines of the repository and the builds of each, and for nothing else', async () => {
    const team = await Team.connected(stage);
    await addStore();
    await stage.buildkite.addPipeline({
      slug: 'shop-nightly',
      organization: 'acme-inc',
      repository: 'ssh://git@github.com:22/Acme/Shop.git',
    });
    await start();
    await backfilled(stage, team.connection);
    const requests = await requestsOfBackfills(stage);
    expect(requests.map(({ path, query }) => [path, query])).toEqual([
      ['/v2/organizations/acme-inc/pipelines', 'per_page=100&repository=acme/shop'],
      ...['shop', 'shop-nightly'].map((slug) => [
        `/v2/organizations/acme-inc/pipelines/${slug}/builds`,
        'exclude_jobs=true&per_page=100&created_from=2026-01-30T12:00:00.000Z&created_to=2026-03-01T12:00:00.000Z',
      ]),
    ]);
  });

  it('follows builds that are still under way', async () => {
    const team = await Team.connected(stage);
    const [build] = await stage.buildkite.addBuilds([
      { ...past('-2d'), script: [at('0s').scheduled(), at('2881m').skipped()] },
    ]);
    await start();
    await backfilled(stage, team.connection);
    await stage.polled(team.connection);
    await stage.pass(2, team.connection);
    expect(await stage.looksAt(build?.id ?? '')).toEqual(['12:00 scheduled', '12:01 skipped']);
  });

  it('tells in the log when it begins and when it is done', async () => {
    const team = await Team.connected(stage);
    await stage.buildkite.addBuilds(pastBuilds('shop', 150));
    await start();
    await backfilled(stage, team.connection);
    const lines = stage.log.lines.filter(({ data }) => 'pagesLeft' in data);
    const { connection } = team;
    const subject = { organization: 'acme', connection, repository: acme.repository };
    expect([lines.at(0), lines.at(-1)]).toMatchObject([
      { level: 'info', data: { ...subject, done: 0, found: 0, pagesLeft: null } },
      { level: 'info', data: { ...subject, done: 2, found: 150, pagesLeft: 0 } },
    ]);
  });

  it('passes over a pipeline that vanishes meanwhile, and follows one that is renamed', async () => {
    const team = await Team.connected(stage);
    const repository = `git@${acme.repository.replace('/', ':')}.git`;
    for (const slug of ['doomed', 'renamed'])
      await stage.buildkite.addPipeline({ slug, organization: 'acme-inc', repository });
    const builds = await stage.buildkite.addBuilds(
      ['shop', 'doomed', 'renamed'].map((pipeline) => ({ ...past('-2d'), pipeline })),
    );
    await stage.buildkite.addFault(
      { kind: 'delay', ms: 500 },
      { match: { path: '/v2/organizations/acme-inc/pipelines/shop/builds' } },
    );
    await start();
    await eventually(
      () => requestsOfBackfills(stage),
      ({ length }) => length === 2,
    );
    await stage.buildkite.removePipeline({ organization: 'acme-inc', slug: 'doomed' });
    await stage.buildkite.changePipeline({ organization: 'acme-inc', slug: 'renamed' }, { slug: 'new-name' });
    const [backfill] = await backfilled(stage, team.connection);
    expect(backfill).toMatchObject({ found: 2, refused: [] });
    expect(await observed()).toEqual([builds[0]?.id, builds[2]?.id].sort());
  });

  it('goes on with the other Buildkite organizations when one refuses, and asks that one again', async () => {
    await stage.buildkite.addOrganization('acme-labs');
    const team = await Team.connected(stage, ['acme-labs', 'acme-inc']);
    await stage.buildkite.changeToken(team.token.label, { organizations: ['acme-inc'] });
    const [one, other] = await stage.buildkite.addBuilds([
      past('-2d'),
      { ...past('-2d'), organization: 'acme-labs' },
    ]);
    await start();
    const [refused] = await backfilled(
      stage,
      team.connection,
      ([first]) => first?.dueAt?.slice(11, 16) === '13:00',
    );
    expect(refused).toMatchObject({ state: 'waiting', refused: ['acme-labs'], found: 1 });
    expect(await observed()).toEqual([one?.id]);
    await stage.buildkite.changeToken(team.token.label, { organizations: ['acme-inc', 'acme-labs'] });
    await stage.buildkite.resetRequests();
    await stage.clock.turn(3_600_000);
    await backfilled(stage, team.connection);
    expect(await observed()).toEqual([one?.id, other?.id].sort());
    expect(await stage.buildkite.requests({ path: 'acme-inc/pipelines' })).toEqual([]);
  });

  it('goes on when one answers with what cannot be used, and asks that one again', async () => {
    await stage.buildkite.addOrganization('acme-labs');
    const team = await Team.connected(stage, ['acme-labs', 'acme-inc']);
    const [one, other] = await stage.buildkite.addBuilds([
      past('-2d'),
      { ...past('-2d'), organization: 'acme-labs' },
    ]);
    await stage.buildkite.addFault(
      { kind: 'status', status: 302 },
      { match: { path: '/v2/organizations/acme-labs/pipelines' } },
    );
    await start();
    const [refused] = await backfilled(stage, team.connection, ([first]) => first?.found === 1);
    expect(refused).toMatchObject({ refused: ['acme-labs'] });
    expect(await observed()).toEqual([one?.id]);
    await backfilled(stage, team.connection, ([first]) => first?.dueAt?.slice(11, 16) === '13:00');
    await stage.clock.turn(3_600_000);
    await backfilled(stage, team.connection);
    expect(await observed()).toEqual([one?.id, other?.id].sort());
  });

  it('goes on with the Buildkite organizations that a new token opens', async () => {
    await stage.buildkite.addOrganization('acme-labs');
    const buildkiteOrganizations = ['acme-inc', 'acme-labs'];
    const team = await Team.connected(stage, ['acme-inc']);
    const repository = `git@${acme.repository.replace('/', ':')}.git`;
    await stage.buildkite.addPipeline({ slug: 'shop', organization: 'acme-labs', repository });
    const [one, other] = await stage.buildkite.addBuilds([
      past('-2d'),
      { ...past('-2d'), organization: 'acme-labs' },
    ]);
    await start();
    await backfilled(stage, team.connection);
    expect(await observed()).toEqual([one?.id]);

    const { connection } = team;
    const tokenVersion = randomUUID();
    const { value } = await stage.buildkite.addToken({ organizations: buildkiteOrganizations });
    stage.keepToken({ organization: 'acme', connection, tokenVersion }, value);
    await stage.buildkite.resetRequests();
    await stage.publish(
      aConnectionTokenReplaced({ ...team.fact(), connection, tokenVersion, buildkiteOrganizations }),
    );
    await backfilled(stage, connection, ([first]) => first?.found === 2 && first.state === 'done');
    expect(await observed()).toEqual([one?.id, other?.id].sort());
    expect(await stage.buildkite.requests({ path: 'acme-inc/pipelines' })).toEqual([]);
  });

  it('is forgotten when the connection is removed', async () => {
    const team = await Team.connected(stage);
    await stage.buildkite.changeToken(team.token.label, { organizations: [] });
    await start();
    await backfilled(stage, team.connection, ([first]) => first?.state === 'waiting');
    await stage.publish(aConnectionRemoved({ ...team.fact(), connection: team.connection }));
    await stage.handled();
    await backfilled(stage, team.connection, ({ length }) => length === 0);
  });

  it('waits for another token when the token is rejected', async () => {
    const team = await Team.connected(stage);
    const [build] = await stage.buildkite.addBuilds([past('-2d')]);
    await stage.buildkite.changeToken(team.token.label, { revoked: true });
    await start();
    await stage.polled(team.connection);
    const { connection } = team;
    const tokenVersion = randomUUID();
    const { value } = await stage.buildkite.addToken({ organizations: ['acme-inc'] });
    stage.keepToken({ ...acme, connection, tokenVersion }, value);
    const buildkiteOrganizations = ['acme-inc'];
    await stage.publish(
      aConnectionTokenReplaced({ ...team.fact(), connection, tokenVersion, buildkiteOrganizations }),
    );
    await backfilled(stage, connection);
    expect(await observed()).toEqual([build?.id]);
  });

  it('tries again when Buildkite is not there', async () => {
    const team = await Team.connected(stage);
    const [build] = await stage.buildkite.addBuilds([past('-2d')]);
    await stage.buildkite.addFault(
      { kind: 'html' },
      { match: { path: '/v2/organizations/acme-inc/pipelines*' }, times: 5 },
    );
    await start();
    await stage.passUntil(observed, ({ length }) => length === 1, 5_000);
    expect(await observed()).toEqual([build?.id]);
    await backfilled(stage, team.connection);
    const told = stage.log.lines.filter(({ message }) => message.startsWith('Builds of the past could not'));
    expect(told).toMatchObject([{ data: { code: 'buildkite-unavailable', repository: acme.repository } }]);
  });
});
