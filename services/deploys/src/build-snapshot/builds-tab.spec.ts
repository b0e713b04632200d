import {
  acme,
  aBuild,
  aBuildJobsObserved,
  aBuildObserved,
  aCommitLookedUp,
  aDefaultBuildServerSet,
  aJob,
} from '#libs/contracts/testing';
import { rejectionOf } from '#libs/platform/testing';
import { deployView } from '../deploy/deploy-view.js';
import type { DeployDocument } from '../read-model/collections.js';
import { aShop, register } from '../testing/shop.js';
import { Yard } from '../testing/yard.js';
import { BuildsTabController } from './builds-tab.controller.js';

const later = '019a0f6e-2b7c-4d11-8a55-6e3f2d1c0b99';
const serving = aDefaultBuildServerSet();
const look = aBuildObserved();
const lookUp = aCommitLookedUp();
const afterwards = aBuildObserved({
  lookedAt: '2026-11-23T12:30:00.000Z',
  build: aBuild({
    id: later,
    number: 43,
    state: 'running',
    createdAt: '2026-11-23T12:20:00.000Z',
    finishedAt: null,
  }),
});
let yard: Yard;
let deploy: DeployDocument;

beforeEach(async () => {
  yard = await Yard.open();
  await aShop(yard);
  ({ deploy } = await register(yard));
});
afterEach(() => yard.close());

/** A deploy whose snapshot was taken, and then corrected. */
async function corrected(): Promise<void> {
  const refused = [{ organization: 'acme-labs', reason: 'organization-not-accessible' }];
  await yard.hear(serving, look, aCommitLookedUp({ refused }));
  await yard.clock.advance(60_000);
  await yard.hear(aCommitLookedUp({ lookedAt: '2026-11-23T12:01:00.000Z' }));
  await yard.show();
}

describe('The snapshot on the Builds tab', () => {
  const nothing = { revision: null, revisions: 0, takenAt: null, complete: null, verdict: null, builds: [] };

  it('is not configured while no build server serves the deploy', async () => {
    await yard.hear(look, lookUp);
    const shown = await yard.tab.snapshot(deploy);
    expect(shown).toMatchObject({ deploy: { id: deploy.id }, status: 'not-configured', ...nothing });
  });

  it('is collecting until there is a revision', async () => {
    await yard.hear(serving, look);
    expect(await yard.tab.snapshot(deploy)).toMatchObject({
      status: 'collecting',
      ...nothing,
      changes: [],
      because: [],
    });
  });

  it('is the newest revision', async () => {
    await corrected();
    expect(await yard.tab.snapshot(deploy)).toMatchObject({
      status: 'taken',
      revision: 2,
      revisions: 2,
      takenAt: '2026-11-23T12:01:00.000Z',
      complete: true,
      verdict: 'passed',
      builds: [{ id: acme.build, state: 'passed', certainty: 'observed', counts: true }],
      changes: [{ what: 'completeness-changed' }],
      because: [{ type: 'sleuth.commit-looked-up.v1' }],
    });
  });

  it('can be an earlier revision, as it was', async () => {
    await corrected();
    expect(await yard.tab.snapshot(deploy, 1)).toMatchObject({
      revision: 1,
      revisions: 2,
      takenAt: '2026-11-23T12:00:00.000Z',
      complete: false,
    });
  });

  it.each([0, 3])('is nothing for revision %d of two', async (revision) => {
    await corrected();
    expect(await yard.tab.snapshot(deploy, revision)).toBeUndefined();
  });

  it('shows of the deploy what the API shows of it', async () => {
    await corrected();
    const shown = await yard.tab.snapshot(deploy);
    expect(shown?.deploy).toEqual(deployView(deploy));
    expect(shown).not.toHaveProperty('organization');
  });
});

describe('The latest view', () => {
  it('is empty while nothing is known', async () => {
    expect(await yard.tab.latest(deploy)).toMatchObject({
      view: 'latest',
      asOf: null,
      verdict: 'none',
      builds: [],
    });
  });

  it('shows builds as they are now, those after the deploy marked, and no revision has those', async () => {
    await yard.hear(serving, look, lookUp, afterwards);
    await yard.show();
    const latest = await yard.tab.latest(deploy);
    expect(latest).toMatchObject({ asOf: '2026-11-23T12:30:00.000Z', verdict: 'pending' });
    expect(latest.builds.map(({ id, afterDeploy }) => [id, afterDeploy]).sort()).toEqual(
      [
        [acme.build, false],
        [later, true],
      ].sort(),
    );
    const snapshot = await yard.tab.snapshot(deploy);
    expect(snapshot).toMatchObject({ revision: 1, verdict: 'passed', builds: [{ id: acme.build }] });
  });
});

describe('The jobs of a build', () => {
  const retried = aJob({ id: 'one', state: 'failed', exitStatus: 1, retriedIn: 'two' });
  const again = aJob({
    id: 'two',
    createdAt: '2026-11-23T12:10:00.000Z',
    startedAt: '2026-11-23T12:11:00.000Z',
    finishedAt: '2026-11-23T12:12:00.000Z',
  });
  const early = aBuildJobsObserved({ lookedAt: '2026-11-23T11:59:59.000Z', jobs: [], states: [] });
  const jobs = aBuildJobsObserved({
    lookedAt: '2026-11-23T12:20:00.000Z',
    jobs: [retried, again],
    states: [{ state: 'passed', jobs: 1 }],
  });
  const jobsOf = (shown: { builds: { id: string; jobs: unknown }[] } | undefined) =>
    shown?.builds.map((build) => build.jobs);

  it('are not there while they have not been looked at from the deploy on', async () => {
    await corrected();
    await yard.hear(early);
    expect(jobsOf(await yard.tab.snapshot(deploy))).toEqual([null]);
    expect(jobsOf(await yard.tab.latest(deploy))).toMatchObject([
      { lookedAt: early.data.lookedAt, total: 0 },
    ]);
  });

  it('are shown as they were at the deploy in every revision, without making one', async () => {
    await corrected();
    await yard.hear(early, jobs);
    await yard.show();
    for (const revision of [1, 2, undefined])
      expect(jobsOf(await yard.tab.snapshot(deploy, revision))).toEqual([
        {
          lookedAt: jobs.data.lookedAt,
          total: 1,
          byState: [{ state: 'failed', jobs: 1 }],
          softFailed: 0,
          countsComplete: true,
          omitted: 0,
          items: [
            {
              id: 'one',
              type: 'script',
              name: 'Test',
              stepKey: 'test',
              state: 'failed',
              softFailed: false,
              exitStatus: 1,
              startedAt: retried.startedAt,
              finishedAt: retried.finishedAt,
              attempts: 1,
              earlier: [],
            },
          ],
        },
      ]);
    expect(await yard.tab.snapshot(deploy)).toMatchObject({ revisions: 2 });
  });

  it('are shown as they were seen last in the latest view', async () => {
    await corrected();
    await yard.hear(jobs, early, afterwards);
    expect(jobsOf(await yard.tab.latest(deploy))).toMatchObject([
      null,
      { byState: [{ state: 'passed' }], items: [{ id: 'two', attempts: 2, earlier: [{ id: 'one' }] }] },
    ]);
  });

  it('are not those that another connection saw', async () => {
    await corrected();
    await yard.hear(aBuildJobsObserved({ ...jobs.data, connection: later }));
    expect(jobsOf(await yard.tab.snapshot(deploy))).toEqual([null]);
  });
});

describe('GET …/deploys/:deploy/builds', () => {
  const get = (query: object, id = deploy.id, organization = 'acme') =>
    yard.get(BuildsTabController).get(organization, id, query);

  it('shows the snapshot, a revision of it, or the latest view', async () => {
    await corrected();
    expect(await get({})).toMatchObject({ revision: 2 });
    expect(await get({ revision: 1 })).toMatchObject({ revision: 1 });
    expect(await get({ view: 'latest' })).toMatchObject({ view: 'latest' });
  });

  it('says that there is no such revision', async () => {
    await corrected();
    expect(await rejectionOf(get({ revision: 9 }))).toMatchObject({
      status: 404,
      code: 'revision-not-found',
    });
  });

  it('refuses a revision of the latest view', async () => {
    expect(await rejectionOf(get({ view: 'latest', revision: 1 }))).toMatchObject({
      status: 400,
      extras: { errors: [{ parameter: 'revision' }] },
    });
  });

  it.each([
    ['that is not there', 'nothing', 'acme'],
    ['of another organization', undefined, 'globex'],
  ])('knows no deploy %s', async (_what, id, organization) => {
    expect(await rejectionOf(get({}, id ?? deploy.id, organization))).toMatchObject({
      status: 404,
      code: 'deploy-not-found',
    });
  });
});
