import { BuildkiteUnavailable, OrganizationNotAccessible, RateLimited, TokenRejected } from '#libs/buildkite';
import { temporaryDocuments } from '#libs/documents/testing';
import { ManualClock, RecordingLog } from '#libs/platform/testing';
import { randomUUID } from 'node:crypto';
import { Registry } from 'prom-client';
import type { KnownConnection } from '../connection/known-connections.js';
import { rejectedTokens, RejectedTokens } from '../connection/rejected-tokens.js';
import { fakeClients } from '../testing/fake-client.js';
import { CollectingMetrics } from './collecting-metrics.js';
import { collectionStatuses, CollectionStatuses } from './collection-statuses.js';
import type { Polled, PollOrganization } from './poll-organization.js';
import { PollingCycle } from './polling-cycle.js';

const never = new AbortController().signal;

describe('a cycle of a connection', () => {
  const documents = temporaryDocuments([collectionStatuses, rejectedTokens]);
  let clock: ManualClock;
  let log: RecordingLog;
  let polled: string[];
  let metrics: CollectingMetrics;
  let connection: KnownConnection;

  beforeEach(() => {
    clock = new ManualClock('2026-11-23T12:00:00.000Z');
    log = new RecordingLog();
    polled = [];
    metrics = new CollectingMetrics(new Registry());
    connection = {
      id: randomUUID(),
      organization: 'acme',
      tokenVersion: randomUUID(),
      buildkiteUser: null,
      buildkiteOrganizations: ['acme-inc', 'acme-labs'],
      isRemoved: false,
    };
  });

  const run = (outcomes: Readonly<Record<string, number | Error>>) => {
    const once = async ({ buildkiteOrganization }: Polled) => {
      polled.push(buildkiteOrganization);
      await clock.advance(2_000);
      const outcome = outcomes[buildkiteOrganization] ?? 0;
      if (typeof outcome !== 'number') throw outcome;
      return outcome;
    };
    return new PollingCycle(
      clock,
      { pollIntervalMs: 60_000 },
      log,
      fakeClients(() => []),
      new RejectedTokens(documents(), clock, log),
      { once } as unknown as PollOrganization,
      new CollectionStatuses(documents()),
      metrics,
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

  it('keeps nothing when something else failed', async () => {
    await expect(run({ 'acme-labs': new Error('The bus is away.') })).rejects.toThrow('The bus is away.');
    expect(await kept()).toBeUndefined();
  });
});
