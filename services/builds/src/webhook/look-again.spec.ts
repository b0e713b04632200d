import {
  BuildkiteUnavailable,
  RateLimited,
  TokenRejected,
  type BuildkiteClient,
  type BuildReference,
  type BuildsPage,
  type BuildsQuery,
  type Urgency,
} from '#libs/buildkite';
import { aBuild, acme } from '#libs/contracts/testing';
import { temporaryDocuments } from '#libs/documents/testing';
import { ManualClock, RecordingLog } from '#libs/platform/testing';
import { randomUUID } from 'node:crypto';
import { Registry } from 'prom-client';
import type { PublishLooks, SeenPage } from '../build/publish-looks.js';
import type { ConnectionClients } from '../connection/connection-clients.js';
import { TokenUnreadable } from '../connection/failure.js';
import type { KnownConnection } from '../connection/known-connections.js';
import { rejectedTokens, RejectedTokens } from '../connection/rejected-tokens.js';
import { hintAt } from './domain/hint.js';
import type { Question } from './domain/questions.js';
import { LookAgain } from './look-again.js';
import { WebhookMetrics } from './webhook-metrics.js';

const noon = '2026-11-23T12:00:00.000Z';
const signal = new AbortController().signal;
const page: BuildsPage = {
  lookedAt: noon,
  looks: [{ build: aBuild(), organization: 'acme-inc', lookedAt: noon }],
  unreadable: [],
};
const build = { organization: 'acme-inc', pipeline: 'shop', number: 7, sha: acme.sha };
const hints = ['a', 'b'].map((digest) => hintAt(`qa/${digest}`, 'qa', build, new Date(noon)));
const ofCommits: Question = { about: 'commits', organization: 'acme-inc', commits: [acme.sha], hints };
const ofBuild: Question = { about: 'build', organization: 'acme-inc', pipeline: 'shop', number: 7, hints };

describe('looking again', () => {
  const documents = temporaryDocuments([rejectedTokens]);
  let asked: [BuildsQuery | BuildReference, Partial<Urgency> | undefined][];
  let published: SeenPage[];
  let says: () => BuildsPage | undefined;
  let used: Record<string, number>;
  let connection: KnownConnection;
  let metrics: WebhookMetrics;
  let rejected: RejectedTokens;
  let log: RecordingLog;
  let busFails: boolean;
  let lookAgain: LookAgain;

  beforeEach(() => {
    [asked, published, used, busFails] = [[], [], {}, false];
    says = () => page;
    connection = {
      id: randomUUID(),
      organization: 'acme',
      tokenVersion: randomUUID(),
      buildkiteUser: null,
      buildkiteOrganizations: ['acme-inc', 'acme-labs'],
      tokenExpiresAt: null,
      isRemoved: false,
    };
    log = new RecordingLog();
    metrics = new WebhookMetrics(new Registry());
    rejected = new RejectedTokens(documents(), new ManualClock(noon), log);
    const client: Pick<BuildkiteClient, 'build' | 'buildPages' | 'budget'> = {
      async build(reference, urgency) {
        asked.push([reference, urgency]);
        return says();
      },
      async *buildPages(query, urgency) {
        asked.push([query, urgency]);
        const said = says();
        if (said) yield said;
      },
      budget: async (organization = 'user') => ({
        limit: 50,
        ceiling: 40,
        used: used[organization] ?? 0,
        remaining: null,
        limitedForMs: 0,
      }),
    };
    const clients = { of: async () => client as BuildkiteClient } as unknown as ConnectionClients;
    lookAgain = lookingThrough(clients);
  });

  function lookingThrough(clients: ConnectionClients): LookAgain {
    const publishLooks: Pick<PublishLooks, 'of'> = {
      of: async (seen) => {
        if (busFails) throw new Error('The bus is away.');
        published.push(seen);
        return [];
      },
    };
    return new LookAgain(log, clients, rejected, publishLooks as PublishLooks, metrics);
  }

  const counted = async () =>
    (await metrics.hints.get()).values.map(({ labels, value }) => [labels.outcome, value]);

  it('asks for commits together, in the background, with little patience', async () => {
    await lookAgain.ask(connection, ofCommits, signal);
    expect(asked).toEqual([
      [
        { organization: 'acme-inc', commits: [acme.sha] },
        { priority: 'background', patienceMs: 3_000, signal },
      ],
    ]);
    expect(published).toEqual([{ connection, buildkiteOrganization: 'acme-inc', page }]);
    expect(await counted()).toEqual([['looked-at', 2]]);
  });

  it('asks for a single build by its number', async () => {
    await lookAgain.ask(connection, ofBuild, signal);
    expect(asked[0]?.[0]).toMatchObject({ organization: 'acme-inc', pipeline: 'shop', number: 7 });
    expect(asked[0]?.[1]).toEqual({ priority: 'background', patienceMs: 3_000, signal });
    expect(published).toEqual([{ connection, buildkiteOrganization: 'acme-inc', page }]);
  });

  it('is done with a build that Buildkite does not show', async () => {
    says = () => undefined;
    await lookAgain.ask(connection, ofBuild, signal);
    expect(published).toEqual([]);
    expect(await counted()).toEqual([['looked-at', 2]]);
  });

  it.each([
    [new RateLimited(20_000), 'budget-short'],
    [new BuildkiteUnavailable('It is away.', 10_000), 'failed'],
  ])('leaves the builds to polling when Buildkite cannot be asked now: %s', async (error, outcome) => {
    says = () => {
      throw error;
    };
    await lookAgain.ask(connection, ofCommits, signal);
    expect(await counted()).toEqual([[outcome, 2]]);
    expect(log.lines).toMatchObject([{ level: 'info', data: { code: error.code, hints: 2 } }]);
  });

  it('notes that a token was rejected, and asks no more with it', async () => {
    says = () => {
      throw new TokenRejected('Authentication required.');
    };
    await lookAgain.ask(connection, ofCommits, signal);
    expect(await rejected.has(connection)).toBe(true);
    await lookAgain.ask(connection, ofCommits, signal);
    expect(asked).toHaveLength(1);
    expect(await counted()).toEqual([['failed', 4]]);
  });

  it('asks nothing through a connection that was removed', async () => {
    await lookAgain.ask({ ...connection, isRemoved: true }, ofCommits, signal);
    expect(asked).toEqual([]);
    expect(await counted()).toEqual([['failed', 2]]);
  });

  it('fails when the bus does, so that it is begun again', async () => {
    busFails = true;
    await expect(lookAgain.ask(connection, ofCommits, signal)).rejects.toThrow('The bus is away.');
    expect(await counted()).toEqual([]);
  });

  it.each([
    ['nothing', 75],
    ['user', 1_500],
    ['acme-inc', 1_500],
    ['acme-labs', 1_500],
    ['globex', 75],
  ])('lets hints gather as the budget of %s bids', async (name, ms) => {
    used[name] = 30;
    expect(await lookAgain.gatherMs(connection)).toBe(ms);
  });

  it('lets hints gather briefly when the token cannot be read, which asking will tell', async () => {
    const unreadable = lookingThrough({
      of: () => Promise.reject(new TokenUnreadable()),
    } as unknown as ConnectionClients);
    expect(await unreadable.gatherMs(connection)).toBe(75);
    await unreadable.ask(connection, ofCommits, signal);
    expect(await counted()).toEqual([['failed', 2]]);
  });

  it('does not hide what is no failure of Buildkite', async () => {
    const broken = { of: () => Promise.reject(new Error('The documents are away.')) };
    const failing = lookingThrough(broken as unknown as ConnectionClients);
    await expect(failing.gatherMs(connection)).rejects.toThrow('The documents are away.');
    await expect(failing.ask(connection, ofCommits, signal)).rejects.toThrow('The documents are away.');
  });
});
