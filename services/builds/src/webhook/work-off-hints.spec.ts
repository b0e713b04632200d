import { eventually } from '#libs/bus/testing';
import { aConnectionAdded, aConnectionWebhookSecretMade, acme } from '#libs/contracts/testing';
import { temporaryDocuments } from '#libs/documents/testing';
import type { Vault } from '#libs/platform';
import { randomUUID } from 'node:crypto';
import { Registry } from 'prom-client';
import { Bell } from '../collection/bell.js';
import { collectionStatuses, CollectionStatuses } from '../collection/collection-statuses.js';
import { connectionMarks, connectionTokens, KnownConnections } from '../connection/known-connections.js';
import { hintAt, type HintedBuild } from './domain/hint.js';
import type { Question } from './domain/questions.js';
import { Hints, webhookHints } from './hints.js';
import { KnownSecrets, webhookSecrets } from './known-secrets.js';
import type { LookAgain } from './look-again.js';
import { WebhookMetrics } from './webhook-metrics.js';
import { WorkOffHints } from './work-off-hints.js';

const noon = new Date('2026-11-23T12:00:00.000Z');

describe('working off hints', () => {
  const documents = temporaryDocuments([
    connectionTokens,
    connectionMarks,
    webhookSecrets,
    webhookHints,
    collectionStatuses,
  ]);
  let hints: Hints;
  let secrets: KnownSecrets;
  let statuses: CollectionStatuses;
  let metrics: WebhookMetrics;
  let connection: string;
  let asked: Question[];
  let answer: (question: Question) => Promise<void>;
  let bell: Bell;
  let stop: AbortController;
  let work: WorkOffHints;

  beforeEach(async () => {
    hints = new Hints(documents());
    secrets = new KnownSecrets(documents(), {} as Vault);
    statuses = new CollectionStatuses(documents());
    metrics = new WebhookMetrics(new Registry());
    const connections = new KnownConnections(documents());
    connection = randomUUID();
    await connections.remember([aConnectionAdded({ connection })]);
    [asked, bell, stop] = [[], new Bell(), new AbortController()];
    answer = async () => undefined;
    const lookAgain: Pick<LookAgain, 'ask' | 'gatherMs'> = {
      gatherMs: async () => 1,
      ask: async (_connection, question) => {
        asked.push(question);
        await answer(question);
      },
    };
    work = new WorkOffHints(connections, secrets, hints, lookAgain as LookAgain, statuses, metrics);
  });

  afterEach(() => stop.abort(new Error('The test is over.')));

  const build: HintedBuild = { organization: 'acme-inc', pipeline: 'shop', number: 7, sha: acme.sha };
  const add = (name: string, at = noon, of = build) =>
    hints.add(hintAt(`${connection}/${name}`, connection, of, at));
  const names = () => asked.map((question) => question.hints.map(({ id }) => id.split('/')[1]));
  const left = async () => (await hints.of(connection, 100)).length;
  const noneLeft = () => eventually(left, (count) => count === 0);
  const run = () => {
    const bells = { polling: new Bell(), lookUps: new Bell(), hints: bell, backfills: new Bell() };
    return work.run(connection, bells, stop.signal);
  };

  it('asks once for all that lie there, and forgets them then', async () => {
    for (const name of ['a', 'b', 'c']) await add(name);
    void run().catch(() => undefined);
    await noneLeft();
    expect(names()).toEqual([['a', 'b', 'c']]);
  });

  it('asks again for a build that is hinted at while it is asked for', async () => {
    await add('a');
    answer = async () => {
      if (asked.length === 1) await add('b');
    };
    void run().catch(() => undefined);
    await noneLeft();
    expect(names()).toEqual([['a'], ['b']]);
  });

  it('takes up what the bell tells', async () => {
    void run().catch(() => undefined);
    await add('a');
    bell.ring();
    await noneLeft();
    expect(names()).toEqual([['a']]);
  });

  it('finds by itself what other instances were told, where there are webhooks', async () => {
    await secrets.remember([aConnectionWebhookSecretMade({ connection })]);
    const listening = Promise.withResolvers<void>();
    const heard = bell.heard.bind(bell);
    bell.heard = (...by) => {
      listening.resolve();
      return heard(...by);
    };
    void run().catch(() => undefined);
    await listening.promise;
    await add('a');
    await noneLeft();
  });

  it('goes on with what did not fit into a round', async () => {
    for (let number = 0; number < 12; number += 1)
      await add(`build ${number}`, noon, { ...build, number, sha: undefined });
    void run().catch(() => undefined);
    await noneLeft();
    expect(asked).toHaveLength(12);
  });

  it('keeps the hints when it fails, and when it is told to stop', async () => {
    await add('a');
    answer = () => Promise.reject(new Error('The bus is away.'));
    await expect(run()).rejects.toThrow('The bus is away.');
    expect(await left()).toBe(1);
    answer = async () => {
      stop.abort(new Error('The service stops.'));
      stop.signal.throwIfAborted();
    };
    await expect(run()).rejects.toThrow('The service stops.');
    expect(await left()).toBe(1);
  });

  it('asks nothing that polling has read meanwhile', async () => {
    const cycle = { finishedAt: '2026-11-23T12:00:20.000Z', builds: 1, outcome: 'complete' };
    const lastCycle = { ...cycle, startedAt: '2026-11-23T12:00:10.000Z' };
    await statuses.keep({ id: connection, lastCycle, nextCycleAt: null });
    await add('early');
    await add('late', new Date('2026-11-23T12:00:10.000Z'));
    void run().catch(() => undefined);
    await noneLeft();
    expect(names()).toEqual([['late']]);
    const { values } = await metrics.hints.get();
    expect(values.map(({ labels, value }) => [labels.outcome, value])).toEqual([['overtaken', 1]]);
  });
});
