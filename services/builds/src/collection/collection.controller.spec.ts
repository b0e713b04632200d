import type { INestApplication } from '@nestjs/common';
import { TokenRejected, type BuildkiteClient } from '#libs/buildkite';
import { aConnectionAdded, aConnectionRemoved, acme } from '#libs/contracts/testing';
import { temporaryDocuments } from '#libs/documents/testing';
import { CLOCK, DOCUMENTS } from '#libs/platform';
import { edgeApplication, issueTestKeys, ManualClock } from '#libs/platform/testing';
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import request from 'supertest';
import { backfills, Backfills } from '../backfill/backfills.js';
import { begun, ended, listedIn, pageRead, pipelineRefused } from '../backfill/domain/backfill.js';
import { publishedLooks, PublishedLooks } from '../build/published-looks.js';
import { lookUps, LookUps } from '../commit-look-up/look-ups.js';
import { requestedLookUp } from '../commit-look-up/domain/look-up.js';
import { ConnectionClients } from '../connection/connection-clients.js';
import { connectionMarks, connectionTokens, KnownConnections } from '../connection/known-connections.js';
import { newSha } from '../testing/new-sha.js';
import { webhookDeliveries, WebhookDeliveries } from '../webhook/webhook-deliveries.js';
import { connectionHealths, ConnectionHealths } from '../connection-health/connection-healths.js';
import { readingAfter } from '../connection-health/domain/reading.js';
import { CollectedOrganizations } from './collected-organizations.js';
import { CollectionController } from './collection.controller.js';
import { collectionStatuses, CollectionStatuses } from './collection-statuses.js';
import { cursors, Cursors } from './cursors.js';

const budget = { limit: 50, ceiling: 40, used: 3, remaining: 47, limitedForMs: 0 };
/** What is left of the limits of Buildkite organizations. */
const budgets: Readonly<Record<string, typeof budget>> = {
  'acme-inc': { limit: 200, ceiling: 160, used: 20, remaining: 171, limitedForMs: 0 },
  'acme-labs': { limit: 200, ceiling: 160, used: 160, remaining: 0, limitedForMs: 8_500 },
};
const neverRead = {
  slug: 'acme-inc',
  readUpTo: null,
  lagSeconds: null,
  failing: null,
  requestBudget: budgets['acme-inc'],
};

describe('GET …/collection/:connection', () => {
  const documents = temporaryDocuments([
    publishedLooks,
    lookUps,
    connectionMarks,
    connectionTokens,
    collectionStatuses,
    webhookDeliveries,
    cursors,
    backfills,
    connectionHealths,
  ]);
  const clock = new ManualClock('2026-11-23T12:00:00.000Z');
  const { keys, entries } = issueTestKeys('acme');
  let app: INestApplication<Server>;
  let connection: string;
  let isRejected: boolean;

  beforeAll(async () => {
    const client = {
      budget: async (slug?: string) => (slug === undefined ? budget : budgets[slug]),
    } as unknown as BuildkiteClient;
    const clients: Pick<ConnectionClients, 'of'> = {
      of: () => (isRejected ? Promise.reject(new TokenRejected('It is none.')) : Promise.resolve(client)),
    };
    app = await edgeApplication({
      controllers: [CollectionController],
      providers: [
        { provide: DOCUMENTS, useValue: documents() },
        { provide: CLOCK, useValue: clock },
        { provide: ConnectionClients, useValue: clients },
        KnownConnections,
        CollectionStatuses,
        PublishedLooks,
        LookUps,
        WebhookDeliveries,
        Cursors,
        CollectedOrganizations,
        ConnectionHealths,
        Backfills,
      ],
      apiKeys: entries,
    });
  });

  afterAll(() => app.close());

  beforeEach(async () => {
    isRejected = false;
    connection = randomUUID();
    await app.get(KnownConnections).remember([aConnectionAdded({ connection })]);
  });

  const get = async (key = keys.viewer, id = connection) => {
    const reply = await request(app.getHttpServer())
      .get(`/v1/organizations/acme/collection/${id}`)
      .set('authorization', `Bearer ${key}`);
    return { status: reply.status, body: reply.body as Readonly<Record<string, unknown>> };
  };

  /** The token reaches two Buildkite organizations. */
  const reachesTwo = () => {
    const buildkiteOrganizations = ['acme-inc', 'acme-labs'];
    return app
      .get(KnownConnections)
      .remember([aConnectionAdded({ connection, buildkiteOrganizations, sequence: 9 })]);
  };

  /** The second of them has not opened for an hour. */
  const keepReading = (tokenVersion: string) => {
    const startedAt = '2026-11-23T11:00:00.000Z';
    const endedAt = '2026-11-23T11:59:00.000Z';
    const failure = { code: 'organization-not-accessible', detail: 'It does not open.' };
    const attempt = { buildkiteOrganization: 'acme-labs', startedAt, endedAt, failure, lastFinishedAt: null };
    const readings = [readingAfter(undefined, attempt)];
    const told = { undeliveredSince: null, problems: [], told: null };
    return app.get(ConnectionHealths).keep({ id: connection, tokenVersion, readings, ...told });
  };

  it('says that nothing was collected yet', async () => {
    const { status, body } = await get();
    expect(status).toBe(200);
    expect(body).toEqual({
      connection,
      lastCycle: null,
      nextCycleAt: null,
      lagSeconds: null,
      buildkiteOrganizations: [neverRead],
      backfills: [],
      following: 0,
      pendingLookUps: 0,
      lastWebhookAt: null,
      requestBudget: budget,
    });
  });

  it('says how it goes', async () => {
    const lastCycle = {
      startedAt: '2026-11-23T12:00:00.000Z',
      finishedAt: '2026-11-23T12:00:01.000Z',
      outcome: 'complete',
      builds: 5,
    };
    const nextCycleAt = '2026-11-23T12:01:00.000Z';
    await app.get(CollectionStatuses).keep({ id: connection, lastCycle, nextCycleAt });
    const deploy = {
      id: randomUUID(),
      organization: 'acme',
      connection,
      sha: newSha(),
      deployedAt: nextCycleAt,
    };
    await app.get(LookUps).request([requestedLookUp(deploy, nextCycleAt)]);
    await app.get(WebhookDeliveries).note(connection, new Date(nextCycleAt), 'ping');
    await app.get(PublishedLooks).remember([
      {
        id: `${connection}/build`,
        organization: 'acme',
        connection,
        buildkiteOrganization: 'acme-inc',
        build: 'build',
        sha: acme.sha,
        commit: acme.sha,
        number: 1,
        pipeline: { id: 'pipeline', slug: 'shop' },
        unseen: null,
        createdAt: lastCycle.startedAt,
        lookedAt: lastCycle.startedAt,
        content: 'content',
        isOpen: true,
        revision: 1,
      },
    ]);
    const { body } = await get();
    expect(body).toEqual({
      connection,
      lastCycle,
      nextCycleAt,
      lagSeconds: null,
      buildkiteOrganizations: [neverRead],
      backfills: [],
      following: 1,
      pendingLookUps: 1,
      lastWebhookAt: nextCycleAt,
      requestBudget: budget,
    });
  });

  it('knows no budget of a token that it cannot use', async () => {
    isRejected = true;
    const { body } = await get();
    expect(body).toMatchObject({
      requestBudget: null,
      buildkiteOrganizations: [{ ...neverRead, requestBudget: null }],
    });
  });

  it('tells how far behind the slowest Buildkite organization is', async () => {
    await reachesTwo();
    await app.get(Cursors).move(connection, 'acme-inc', '2026-11-23T11:59:30.000Z');
    await app.get(Cursors).move(connection, 'acme-labs', '2026-11-23T11:50:00.000Z');
    const { body } = await get();
    expect(body).toMatchObject({ lagSeconds: 600 });
    expect(body['buildkiteOrganizations']).toEqual([
      {
        ...neverRead,
        readUpTo: '2026-11-23T11:59:30.000Z',
        lagSeconds: 30,
      },
      {
        ...neverRead,
        slug: 'acme-labs',
        readUpTo: '2026-11-23T11:50:00.000Z',
        lagSeconds: 600,
        requestBudget: budgets['acme-labs'],
      },
    ]);
  });

  it('does not know how far behind it is before all Buildkite organizations were tried', async () => {
    await reachesTwo();
    await app.get(Cursors).move(connection, 'acme-inc', '2026-11-23T11:59:30.000Z');
    expect((await get()).body).toMatchObject({
      lagSeconds: null,
      buildkiteOrganizations: [{ lagSeconds: 30 }, { lagSeconds: null, failing: null }],
    });
  });

  it('is behind by a Buildkite organization that was never read since that was first tried, and says why', async () => {
    await reachesTwo();
    await app.get(Cursors).move(connection, 'acme-inc', '2026-11-23T11:59:30.000Z');
    await keepReading(acme.tokenVersion);
    expect((await get()).body).toMatchObject({
      lagSeconds: 3_600,
      buildkiteOrganizations: [
        { slug: 'acme-inc', lagSeconds: 30, failing: null },
        {
          slug: 'acme-labs',
          readUpTo: null,
          lagSeconds: 3_600,
          failing: {
            code: 'organization-not-accessible',
            detail: 'It does not open.',
            since: '2026-11-23T11:00:00.000Z',
          },
        },
      ],
    });
  });

  it('does not tell what was so with another token', async () => {
    await reachesTwo();
    await keepReading(randomUUID());
    const { body } = await get();
    expect(body['buildkiteOrganizations']).toMatchObject([
      { lagSeconds: null, failing: null },
      { lagSeconds: null, failing: null },
    ]);
  });

  it('tells how the reading of the past gets on', async () => {
    const kept = app.get(Backfills);
    const names = ['github.com/acme/done', 'github.com/acme/running', 'github.com/acme/waiting'];
    for (const repository of names)
      await kept.request({ organization: 'acme', connection, repository, cause: 'it is served' });
    const [done, running] = await kept.of(connection);
    if (!done || !running) throw new Error('They are not there.');
    const one = await kept.keep(begun(done, clock.now(), 3_600_000), done);
    await kept.keep(ended(one, clock.now()), one);
    const shown = ['shop', 'closed'].map((slug) => ({ id: slug, slug }));
    const two = listedIn(begun(running, clock.now(), 3_600_000), 'acme-inc', shown);
    const build = { id: 'build', createdAt: '2026-11-23T11:45:00.000Z' };
    const three = pageRead(two, 'shop', [build], new Date('2026-11-23T12:00:04.000Z'));
    await kept.keep(pipelineRefused(three, 'closed'), running);
    const startedAt = '2026-11-23T12:00:00.000Z';
    const none = { done: 0, found: 0, refused: [], startedAt: null, finishedAt: null };
    const [repository, other, third] = names;
    expect((await get()).body['backfills']).toEqual([
      {
        ...none,
        repository,
        state: 'done',
        pagesLeft: 0,
        secondsLeft: 0,
        startedAt,
        finishedAt: startedAt,
      },
      {
        ...none,
        repository: other,
        state: 'running',
        done: 1,
        found: 1,
        pagesLeft: 2,
        secondsLeft: 8,
        refused: [{ buildkiteOrganization: 'acme-inc', pipeline: 'closed' }],
        startedAt,
      },
      { ...none, repository: third, state: 'waiting', pagesLeft: null, secondsLeft: null },
    ]);
  });

  it('is open to every role of the organization', async () => {
    for (const key of [keys.admin, keys.deployer, keys.viewer]) expect((await get(key)).status).toBe(200);
  });

  it('knows no connection of another organization, none that was removed and none that never was', async () => {
    const [strange, removed] = [randomUUID(), randomUUID()];
    await app
      .get(KnownConnections)
      .remember([
        aConnectionAdded({ connection: strange, organization: 'stranger' }),
        aConnectionAdded({ connection: removed }),
        aConnectionRemoved({ connection: removed }),
      ]);
    for (const id of [strange, removed, randomUUID(), 'nonsense']) {
      const { status, body } = await get(keys.viewer, id);
      expect({ status, code: body['code'] }).toEqual({ status: 404, code: 'connection-not-found' });
    }
  });
});
