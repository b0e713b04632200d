import { jest } from '@jest/globals';
import { eventually } from '#libs/bus/testing';
import { acme } from '#libs/contracts/testing';
import type { AddedBuild } from '../../../../test/standins/buildkite/testing/index.js';
import { at } from '../../../../test/standins/buildkite/testing/index.js';
import { backfilled, days, requestsOfBackfills } from '../testing/backfilling.js';
import { newSha } from '../testing/new-sha.js';
import { Stage } from '../testing/stage.js';
import { Team } from '../testing/team.js';

const hour = 3_600_000;
const slugs = ['shop', 'closed', 'nightly'];

jest.setTimeout(60_000);

describe('a pipeline that is listed and whose builds are not shown', () => {
  let stage: Stage;
  let team: Team;
  let builds: readonly AddedBuild[];

  beforeEach(async () => {
    stage = await Stage.set();
    team = await Team.connected(stage);
    const repository = `git@${acme.repository.replace('/', ':')}.git`;
    await stage.buildkite.addPipelines(
      slugs.slice(1).map((slug) => ({ slug, organization: 'acme-inc', repository })),
    );
    builds = await stage.buildkite.addBuilds(slugs.map((pipeline) => past(pipeline, '-2d')));
  });

  afterEach(() => stage.close());

  const past = (pipeline: string, createdAt: string) => ({
    organization: 'acme-inc',
    pipeline,
    commit: newSha(),
    createdAt,
    script: [at('0s').running(), at('1m').passed()],
  });
  const hide = (status = 404, times = 1_000) =>
    stage.buildkite.addFault(
      { kind: 'status', status },
      { match: { path: '/v2/organizations/acme-inc/pipelines/closed/builds' }, times },
    );
  const start = () => stage.start({ backfillWindowMs: 30 * days });
  const observed = async () =>
    (await stage.published('sleuth.build-observed.v1')).map(({ data }) => data.build.id).sort();
  const ids = (...indices: readonly number[]) => indices.map((index) => builds[index]?.id).sort();
  const resting = async (pauseMs = hour) => {
    const dueAt = new Date(stage.clock.now().getTime() + pauseMs).toISOString();
    const [backfill] = await backfilled(stage, team.connection, ([first]) => first?.dueAt === dueAt);
    return backfill;
  };
  const asked = async () =>
    (await requestsOfBackfills(stage)).map(({ path }) => path.replace('/v2/organizations/acme-inc/', ''));

  it.each([
    ['does not find it', 404],
    ['will not answer for it', 422],
    ['answers with what cannot be used', 302],
  ])('keeps no other one waiting, and is read when it is shown, when Buildkite %s', async (_what, status) => {
    await hide(status);
    await start();
    expect(await resting()).toMatchObject({ state: 'waiting', refused: [], found: 2 });
    expect(await observed()).toEqual(ids(0, 2));
    await stage.buildkite.clearFaults();
    await stage.buildkite.resetRequests();
    await stage.clock.turn(hour);
    const [backfill] = await backfilled(stage, team.connection);
    expect(backfill).toMatchObject({ found: 3 });
    expect(await observed()).toEqual(ids(0, 1, 2));
    expect(await asked()).toEqual(['pipelines/closed/builds']);
  });

  it('is read up to the time when it is shown at last', async () => {
    await hide();
    await start();
    await resting();
    await stage.buildkite.clearFaults();
    const [meanwhile] = await stage.buildkite.addBuilds([past('closed', '0s')]);
    await stage.clock.turn(hour);
    const [backfill] = await backfilled(stage, team.connection);
    expect(backfill?.found).toBe(4);
    expect(await observed()).toContain(meanwhile?.id);
  });

  it('is asked once when the backfill goes on after it was stopped', async () => {
    await hide();
    await stage.buildkite.addFault(
      { kind: 'delay', ms: 2_000 },
      { match: { path: '/v2/organizations/acme-inc/pipelines/nightly/builds' } },
    );
    const first = await start();
    await eventually(asked, (paths) => paths.includes('pipelines/nightly/builds'));
    await stage.stop(first);
    await stage.buildkite.resetRequests();
    await start();
    expect(await resting()).toMatchObject({ found: 2 });
    expect(await observed()).toEqual(ids(0, 2));
    expect(await asked()).toEqual(['pipelines/nightly/builds']);
  });

  it('is followed when it turns out to be renamed', async () => {
    await hide();
    await start();
    await resting();
    await stage.buildkite.changePipeline({ organization: 'acme-inc', slug: 'closed' }, { slug: 'open' });
    await stage.clock.turn(hour);
    const [backfill] = await backfilled(stage, team.connection);
    expect(backfill).toMatchObject({ found: 3 });
    expect(await observed()).toEqual(ids(0, 1, 2));
  });

  it('is asked again every hour for a day, then once a day', async () => {
    await hide();
    await start();
    await resting();
    await stage.buildkite.resetRequests();
    await stage.clock.turn(hour);
    await resting();
    await stage.clock.turn(23 * hour);
    await resting(24 * hour);
    await stage.clock.turn(hour);
    await stage.polled(team.connection);
    await stage.clock.turn(23 * hour);
    await resting(24 * hour);
    expect(await asked()).toEqual(Array(3).fill(['pipelines/closed/builds', 'pipelines']).flat());
  });
});
