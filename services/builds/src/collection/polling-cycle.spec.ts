import { BuildkiteUnavailable, OrganizationNotAccessible, RateLimited, TokenRejected } from '#libs/buildkite';
import { temporaryDocuments } from '#libs/documents/testing';
import { ManualClock, RecordingLog } from '#libs/platform/testing';
import { acme } from '#libs/contracts/testing';
import { randomUUID } from 'node:crypto';
import { Registry } from 'prom-client';
import type { KnownConnection } from '../connection/known-connections.js';
import { rejectedTokens, RejectedTokens } from '../connection/rejected-tokens.js';
import { lookUps, LookUps } from '../commit-look-up/look-ups.js';
import { requestedLookUp } from '../commit-look-up/domain/look-up.js';
import { WantedCommits } from '../commit-look-up/wanted-commits.js';
import type { CycleSoFar } from '../connection-health/publish-health.js';
import type { WatchCycle } from '../connection-health/watch-cycle.js';
import { fakeClients } from '../testing/fake-client.js';
import { CollectingMetrics } from './collecting-metrics.js';
import { collectionStatuses, CollectionStatuses } from './collection-statuses.js';
import type { Polled, PollOrganization } from './poll-organization.js';
import { PollingCycle } from './polling-cycle.js';

const never = new AbortController().signal;

describe('a cycle of a connection', () => {
  const documents = temporaryDocuments([collectionStatuses, rejectedTokens, lookUps]);
  let clock: ManualClock;
  let log: RecordingLog;
  let polled: string[];
  /** SHAs that were asked for, and those of which there are builds. */
  let asked: string[];
  let found: string[];
  let watched: CycleSoFar[];
  let keptMeanwhile: unknown[];
  let metrics: CollectingMetrics;
  let connection: KnownConnection;

  beforeEach(() => {
    clock = new ManualClock('2026-11-23T12:00:00.000Z');
    log = new RecordingLog();
    polled = [];
    asked = [];
    found = [];
    watched = [];
    keptMeanwhile = [];
    metrics = new CollectingMetrics(new Registry());
    connection = {
      id: randomUUID(),
      organization: 'acme',
      tokenVersion: randomUUID(),
      buildkiteUser: null,
      buildkiteOrganizations: ['acme-inc', 'acme-labs'],
      tokenExpiresAt: null,
      isRemoved: false,
    };
  });

  const run = (outcomes: Readonly<Record<string, number | Error>>) => {
    const once = async ({ buildkiteOrganization, wanted }: Polled) => {
      polled.push(buildkiteOrganization);
      await clock.advance(2_000);
      const outcome = outcomes[buildkiteOrganization] ?? 0;
      if (typeof outcome !== 'number') throw outcome;
      asked.push(...wanted);
      const lastFinishedAt = outcome > 0 ? '2026-11-23T11:59:00.000Z' : null;
      return { builds: outcome, found: new Set(found), lastFinishedAt };
    };
    const watch: Pick<WatchCycle, 'during'> = {
      async during(_connection, cycle, work) {
        watched.push(cycle);
        await work();
        keptMeanwhile.push(await kept());
      },
    };
    const config = { pollIntervalMs: 60_000 };
    return new PollingCycle(
      clock,
      config,
      log,
      fakeClients(() => []),
      new RejectedTokens(documents(), clock, log),
      { once } as unknown as PollOrganization,
      new WantedCommits(clock, config, new LookUps(documents(), clock)),
      new CollectionStatuses(documents()),
      metrics,
      watch as WatchCycle,
    ).once(connection, never);
  };
  const kept = () => new CollectionStatuses(documents()).get(connection.id);

  it('reads every Buildkite organization and keeps how it went', async () => {
    const status = await run({ 'acme-inc': 3, 'acme-labs': 4 });
    expect(polled).toEqual(['acme-inc', 'acme-labs']);
    expect(status).toEqual({
      id: connection.id,
      lastCycle: {
        startedAt: '2026-11-23T12:00:00.000Z',
        finishedAt: '2026-11-23T12:00:04.000Z',
        outcome: 'complete',
        builds: 7,
      },
      nextCycleAt: '2026-11-23T12:01:00.000Z',
    });
    expect(await kept()).toEqual(status);
    expect(log.lines).toEqual([]);
    expect((await metrics.cycles.get()).values).toMatchObject([
      { labels: { outcome: 'complete' }, value: 1 },
    ]);
  });

  it.each([
    ['refuses', new OrganizationNotAccessible('No organization found', 'acme-inc'), '12:01:00'],
    ['does not answer', new BuildkiteUnavailable('Buildkite answered 503.', 10_000), '12:01:00'],
    ['wants to be left alone', new RateLimited(90_000), '12:01:34'],
  ])('goes on with the others when one %s', async (_what, error, next) => {
    const { lastCycle, nextCycleAt } = await run({ 'acme-inc': error, 'acme-labs': 4 });
    expect(lastCycle).toMatchObject({ outcome: error.code, builds: 4 });
    expect(nextCycleAt).toBe(`2026-11-23T${next}.000Z`);
    expect(log.lines).toMatchObject([
      { level: 'warn', data: { buildkiteOrganization: 'acme-inc', code: error.code, detail: error.message } },
    ]);
  });

  it('is watched: what comes of each Buildkite organization is told, before the end of the cycle is kept', async () => {
    await run({
      'acme-inc': new OrganizationNotAccessible('No organization found', 'acme-inc'),
      'acme-labs': 4,
    });
    expect(watched).toEqual([
      {
        startedAt: new Date('2026-11-23T12:00:00.000Z'),
        attempts: [
          {
            buildkiteOrganization: 'acme-inc',
            startedAt: '2026-11-23T12:00:00.000Z',
            endedAt: '2026-11-23T12:00:02.000Z',
            failure: { code: 'organization-not-accessible', detail: 'No organization found' },
            lastFinishedAt: null,
          },
          {
            buildkiteOrganization: 'acme-labs',
            startedAt: '2026-11-23T12:00:02.000Z',
            endedAt: '2026-11-23T12:00:04.000Z',
            failure: null,
            lastFinishedAt: '2026-11-23T11:59:00.000Z',
          },
        ],
      },
    ]);
    expect(keptMeanwhile).toEqual([undefined]);
  });

  it('asks nothing more with a rejected token', async () => {
    const { lastCycle, nextCycleAt } = await run({
      'acme-inc': new TokenRejected('Authentication required.'),
    });
    expect(polled).toEqual(['acme-inc']);
    expect(lastCycle.outcome).toBe('token-rejected');
    expect(nextCycleAt).toBeNull();
    await run({});
    expect(polled).toEqual(['acme-inc']);
  });

  describe('with a commit that is wanted', () => {
    const sha = acme.sha;
    const wantedNow = () => new LookUps(documents(), clock).wanted(connection.id, 10);

    beforeEach(async () => {
      const at = clock.now().toISOString();
      const deploy = {
        id: randomUUID(),
        organization: 'acme',
        sha,
        deployedAt: at,
        connection: connection.id,
      };
      const other = { ...deploy, id: randomUUID() };
      const wanted = [deploy, other].map((one) => ({
        ...requestedLookUp(one, at),
        state: 'wanted' as const,
      }));
      await new LookUps(documents(), clock).keep(wanted);
    });

    it('asks every Buildkite organization for it, once, and with the next cycle again', async () => {
      await run({});
      expect(asked).toEqual([sha, sha]);
      expect(await wantedNow()).toHaveLength(2);
    });

    it('has it looked up as soon as there are builds', async () => {
      found = [sha];
      await run({ 'acme-labs': new BuildkiteUnavailable('Buildkite answered 503.', 0) });
      expect(await wantedNow()).toEqual([]);
      expect(await new LookUps(documents(), clock).due(connection.id, 10)).toHaveLength(2);
    });

    it('asks for it less often after an hour', async () => {
      await clock.advance(3_600_000);
      await run({});
      expect(await wantedNow()).toEqual([]);
      await clock.advance(9.5 * 60_000);
      expect(await wantedNow()).toHaveLength(2);
    });

    it('asks for it again with the next cycle when it was not answered in full', async () => {
      await clock.advance(3_600_000);
      await run({ 'acme-inc': new BuildkiteUnavailable('Buildkite answered 503.', 0) });
      expect(await wantedNow()).toHaveLength(2);
    });
  });

  it('keeps nothing when something else failed', async () => {
    await expect(run({ 'acme-labs': new Error('The bus is away.') })).rejects.toThrow('The bus is away.');
    expect(await kept()).toBeUndefined();
  });
});
