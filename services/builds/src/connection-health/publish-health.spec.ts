import type { Bus } from '#libs/bus';
import { aConnectionAdded, aConnectionRemoved, aConnectionTokenReplaced } from '#libs/contracts/testing';
import { temporaryDocuments } from '#libs/documents/testing';
import { ManualClock, RecordingLog } from '#libs/platform/testing';
import { randomUUID } from 'node:crypto';
import { Registry } from 'prom-client';
import { connectionMarks, connectionTokens, KnownConnections } from '../connection/known-connections.js';
import { rejectedTokens, RejectedTokens } from '../connection/rejected-tokens.js';
import { webhookDeliveries, WebhookDeliveries } from '../webhook/webhook-deliveries.js';
import { connectionHealths, ConnectionHealths } from './connection-healths.js';
import { HealthMetrics } from './health-metrics.js';
import { behindAfterMs, PublishHealth } from './publish-health.js';

describe('publishing the health of a connection', () => {
  const documents = temporaryDocuments([
    connectionTokens,
    connectionMarks,
    rejectedTokens,
    webhookDeliveries,
    connectionHealths,
  ]);
  let clock: ManualClock;
  let connection: { readonly id: string; readonly tokenVersion: string };
  let published: { readonly topic: string; readonly value: string }[];
  let afterPublishing: () => Promise<void>;
  let healths: ConnectionHealths;
  let health: PublishHealth;

  const known = () => new KnownConnections(documents());
  const rejected = () => new RejectedTokens(documents(), clock, new RecordingLog());
  const cycle = (code?: string) => {
    const at = clock.now().toISOString();
    const failure = code === undefined ? null : { code, detail: 'Said.' };
    const attempt = {
      buildkiteOrganization: 'acme-inc',
      startedAt: at,
      endedAt: at,
      failure,
      lastFinishedAt: null,
    };
    return { startedAt: clock.now(), attempts: [attempt] };
  };
  const told = () =>
    published.map(({ value }) => {
      const { id, data } = JSON.parse(value) as {
        id: string;
        data: { health: string; tokenVersion: string };
      };
      return { id, health: data.health, tokenVersion: data.tokenVersion };
    });

  beforeEach(async () => {
    clock = new ManualClock('2026-03-01T12:00:00.000Z');
    published = [];
    afterPublishing = () => Promise.resolve();
    const bus: Pick<Bus, 'publish'> = {
      async publish(topic, records) {
        published.push(...records.map(({ value }) => ({ topic, value: String(value) })));
        await afterPublishing();
      },
    };
    healths = new ConnectionHealths(documents());
    health = new PublishHealth(
      clock,
      { pollIntervalMs: 60_000 },
      bus as Bus,
      known(),
      rejected(),
      new WebhookDeliveries(documents()),
      healths,
      new HealthMetrics(new Registry()),
    );
    connection = { id: randomUUID(), tokenVersion: randomUUID() };
    const { id, tokenVersion } = connection;
    await known().remember([
      aConnectionAdded({ connection: id, tokenVersion, tokenExpiresAt: null, sequence: 1 }),
    ]);
  });

  it('happens on its topic when something else is wrong, and then no more', async () => {
    for (const code of [undefined, 'scope-missing', 'scope-missing', undefined, undefined]) {
      await health.of(connection, cycle(code));
      await clock.advance(60_000);
    }
    expect(told().map((one) => one.health)).toEqual(['scope-missing', 'healthy']);
    expect(new Set(published.map(({ topic }) => topic))).toEqual(new Set(['sleuth.connection-health.v1']));
  });

  it('is repeated, the very same, when the process dies before it is marked', async () => {
    afterPublishing = () => Promise.reject(new Error('The process died.'));
    await expect(health.of(connection, cycle('scope-missing'))).rejects.toThrow('The process died.');
    afterPublishing = () => Promise.resolve();
    await clock.advance(60_000);
    await health.of(connection, cycle('scope-missing'));
    await health.of(connection, cycle('scope-missing'));
    expect(published).toHaveLength(2);
    expect(published[1]).toEqual(published[0]);
  });

  it('happens when a rejection was noticed elsewhere, without a cycle', async () => {
    await rejected().add({ ...connection, organization: 'acme' }, 'Authentication required.');
    await health.of(connection);
    await health.of(connection);
    expect(told()).toMatchObject([{ health: 'token-rejected', tokenVersion: connection.tokenVersion }]);
  });

  it('happens when the token is about to end', async () => {
    const { id: other } = connection;
    const tokenVersion = randomUUID();
    const ending = {
      connection: other,
      tokenVersion,
      tokenExpiresAt: '2026-03-08T12:02:00.000Z',
      sequence: 2,
    };
    await known().remember([aConnectionTokenReplaced(ending)]);
    for (let minute = 0; minute < 4; minute += 1) {
      await health.of({ id: other, tokenVersion }, cycle());
      expect(told()).toHaveLength(minute < 2 ? 0 : 1);
      await clock.advance(60_000);
    }
    expect(told()).toMatchObject([{ health: 'token-expiring' }]);
  });

  it('does not happen for a token that was replaced during the cycle, nor for a connection that was removed', async () => {
    const found = cycle('scope-missing');
    const { id, tokenVersion } = connection;
    const next = randomUUID();
    await known().remember([aConnectionTokenReplaced({ connection: id, tokenVersion: next, sequence: 2 })]);
    await health.of({ id, tokenVersion }, found);
    expect(await healths.get(id)).toBeUndefined();
    await known().remember([aConnectionRemoved({ connection: id })]);
    await health.of({ id, tokenVersion: next }, found);
    await health.of({ id: randomUUID(), tokenVersion }, found);
    expect(published).toEqual([]);
  });

  it('is done one after the other, though a cycle ends while it is judged', async () => {
    const judged = [cycle('scope-missing'), cycle('scope-missing'), cycle('scope-missing')];
    await Promise.all(judged.map((one) => health.of(connection, one)));
    expect(published).toHaveLength(1);
  });

  it('tells of a collection behind after five intervals, five minutes at least', () => {
    expect(behindAfterMs({ pollIntervalMs: 1_000 })).toBe(300_000);
    expect(behindAfterMs({ pollIntervalMs: 60_000 })).toBe(300_000);
    expect(behindAfterMs({ pollIntervalMs: 600_000 })).toBe(3_000_000);
  });
});
