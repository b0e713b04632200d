import { jest } from '@jest/globals';
import { eventually } from '#libs/bus/testing';
import { aCodeDeploymentAdded, acme } from '#libs/contracts/testing';
import { backfills } from './backfills.js';
import type { Backfill } from './domain/backfill.js';
import { backfilled, days, pastBuilds, requestsOfBackfills } from '../testing/backfilling.js';
import { Stage } from '../testing/stage.js';
import { Team } from '../testing/team.js';

const backfillWindowMs = 30 * days;
/** The first cycle, and the first backfill, which finds nothing. */
const usedBefore = 3 + 1 + 4;
const slugs = ['shop', 'shop-lint', 'shop-nightly', 'shop-deploy'];

jest.setTimeout(180_000);

describe('reading much of the past', () => {
  let stage: Stage;
  let team: Team;

  beforeEach(async () => {
    stage = await Stage.set();
    team = await Team.connected(stage);
    const repository = `git@${acme.repository.replace('/', ':')}.git`;
    await stage.buildkite.addPipelines(
      slugs.slice(1).map((slug) => ({ slug, organization: 'acme-inc', repository })),
    );
  });

  afterEach(() => stage.close());

  const addBuilds = async (each: number) =>
    (await stage.buildkite.addBuilds(slugs.flatMap((slug) => pastBuilds(slug, each))))
      .map(({ id }) => id)
      .sort();
  const observed = async () =>
    (await stage.published('sleuth.build-observed.v1')).map(({ data }) => data.build.id);
  const limitsOutOfReach = () =>
    stage.buildkite.changeSettings({ userLimit: 100_000, organizationLimit: 100_000 });
  const start = () => stage.start({ backfillWindowMs });
  const pagesRead = async () =>
    (await stage.documents.collection(backfills).find({ where: {} }))[0]?.pages ?? 0;

  it('takes at most 110 requests for 10,000 builds', async () => {
    await limitsOutOfReach();
    const builds = await addBuilds(2_500);
    await start();
    await eventually(pagesRead, (pages) => pages >= 50);
    const [backfill] = await backfilled(stage, team.connection);
    expect(backfill).toMatchObject({ found: 10_000, pages: 100 });
    expect((await requestsOfBackfills(stage)).length).toBeLessThanOrEqual(110);
    expect((await observed()).sort()).toEqual(builds);
  });

  it.each([3, 7, 12])('goes on where it was when it is stopped after %d pages', async (pages) => {
    await limitsOutOfReach();
    const builds = await addBuilds(330);
    await stage.buildkite.setReplyDelay(20);
    const first = await start();
    await eventually(pagesRead, (read) => read >= pages);
    await stage.stop(first);
    await start();
    const [backfill] = await backfilled(stage, team.connection);
    expect(backfill).toMatchObject({ found: builds.length });
    const seen = await observed();
    expect([...new Set(seen)].sort()).toEqual(builds);
    expect(seen.length).toBe(builds.length);
    expect((await requestsOfBackfills(stage)).length).toBeLessThanOrEqual(1 + 16 + 2);
  });

  it('is done by one of two instances', async () => {
    await addBuilds(150);
    await start();
    await start();
    await backfilled(stage, team.connection);
    expect(await requestsOfBackfills(stage)).toHaveLength(1 + 8);
  });

  it('never holds up a cycle', async () => {
    await stage.buildkite.addPipeline({
      slug: 'store',
      organization: 'acme-inc',
      repository: 'https://github.com/acme/store',
    });
    await stage.buildkite.addBuilds(pastBuilds('store', 4_000));
    await start();
    await stage.polled(team.connection);
    await backfilled(stage, team.connection);
    await stage.clock.turn(50_000);
    await stage.buildkite.resetRequests();
    const repository = 'github.com/acme/store';
    await stage.publish(aCodeDeploymentAdded({ codeDeployment: 'store-web', repository, sequence: 7 }));
    // Half of what Buildkite allows in a minute has been used; the rest of the minute is for others.
    await eventually(
      () => stage.buildkite.requestTotal(),
      (total) => total === 25 - usedBefore,
    );
    await stage.clock.turn(10_000);
    const status = await stage.polled(team.connection);
    expect(status?.lastCycle.outcome).toBe('complete');
    expect((await requestsOfBackfills(stage)).length).toBeLessThan(1 + 40);
    const isDone = (all: readonly Backfill[]) => all.every(({ state }) => state === 'done');
    const kept = stage.documents.collection(backfills);
    const all = await stage.passUntil(
      () => kept.find({ where: { connection: team.connection } }),
      isDone,
      5_000,
    );
    expect(all.map(({ found }) => found)).toEqual([0, 4_000]);
    expect(await requestsOfBackfills(stage)).toHaveLength(1 + 40);
  });
});
