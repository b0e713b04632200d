import { BuildkiteUnavailable, RateLimited, TokenRejected, type BuildsPage } from '#libs/buildkite';
import type { Bus, OutgoingRecord } from '#libs/bus';
import { aBuild, acme } from '#libs/contracts/testing';
import { topics } from '#libs/contracts';
import { temporaryDocuments } from '#libs/documents/testing';
import { ManualClock, RecordingLog } from '#libs/platform/testing';
import { randomUUID } from 'node:crypto';
import { Registry } from 'prom-client';
import { JobsRequests, jobsRequests } from '../build-jobs/jobs-requests.js';
import type { PublishLooks, SeenPage } from '../build/publish-looks.js';
import { publishedLooks, PublishedLooks } from '../build/published-looks.js';
import { CollectingMetrics } from '../collection/collecting-metrics.js';
import type { KnownConnection } from '../connection/known-connections.js';
import { rejectedTokens, RejectedTokens } from '../connection/rejected-tokens.js';
import { fakeClients, type Says } from '../testing/fake-client.js';
import { requestedLookUp, type LookUp } from './domain/look-up.js';
import { LookUpCommits } from './look-up-commits.js';
import { lookUps, LookUps } from './look-ups.js';

const noon = '2026-11-23T12:00:00.000Z';
const never = new AbortController().signal;
const page = (...ids: readonly string[]): BuildsPage => ({
  lookedAt: noon,
  looks: ids.map((id) => ({ build: aBuild({ id }), organization: 'acme-inc', lookedAt: noon })),
  unreadable: [],
});

describe('asking for commits', () => {
  const documents = temporaryDocuments([lookUps, rejectedTokens, jobsRequests, publishedLooks]);
  let clock: ManualClock;
  let kept: LookUps;
  let requests: JobsRequests;
  let connection: KnownConnection;
  let due: LookUp;
  /** What happened, in order. */
  let story: string[];
  let busFails: boolean;
  let metrics: CollectingMetrics;

  beforeEach(async () => {
    clock = new ManualClock(noon);
    kept = new LookUps(documents(), clock);
    requests = new JobsRequests(documents(), clock);
    story = [];
    busFails = false;
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
    const deploy = { id: randomUUID(), organization: 'acme', sha: acme.sha, deployedAt: noon };
    due = requestedLookUp({ ...deploy, connection: connection.id }, noon);
    await kept.request([due]);
  });

  const ask = (says: Says, changes: Partial<KnownConnection> = {}) => {
    const clients = fakeClients(says);
    const publish = async (topic: string, records: readonly OutgoingRecord[]) => {
      if (busFails) throw new Error('The bus is away.');
      story.push(`${topic}: ${records.length}`);
    };
    const of = async ({ buildkiteOrganization, page }: SeenPage) => {
      story.push(`looks of ${buildkiteOrganization}: ${page.looks.length}`);
      return page.looks;
    };
    const keep = kept.keep.bind(kept);
    kept.keep = async (changed) => {
      story.push(...changed.map(({ state }) => state));
      await keep(changed);
    };
    const log = new RecordingLog();
    const rejected = new RejectedTokens(documents(), clock, log);
    const looks = { of } as unknown as PublishLooks;
    const lookUpCommits = new LookUpCommits(
      { publish } as unknown as Bus,
      clock,
      log,
      clients,
      rejected,
      looks,
      new PublishedLooks(documents()),
      requests,
      kept,
      metrics,
    );
    const asking = lookUpCommits.of({ ...connection, ...changes }, [due], never);
    return Object.assign(asking, { clients });
  };
  const stored = async () => (await kept.due(connection.id, 10)).map(({ dueAt }) => dueAt);

  it('publishes looks first, then the look-up, and only then marks it', async () => {
    await ask(({ organization }) => (organization === 'acme-inc' ? [page('one'), page('two')] : [page()]));
    expect(story.slice(0, -2).sort()).toEqual([
      'looks of acme-inc: 1',
      'looks of acme-inc: 1',
      'looks of acme-labs: 0',
    ]);
    expect(story.slice(-2)).toEqual([`${topics.commitLookUps.name}: 1`, 'answered']);
    expect(await stored()).toEqual([]);
    expect((await metrics.lookUps.get()).values).toMatchObject([
      { labels: { outcome: 'answered' }, value: 1 },
    ]);
  });

  it('asks for the jobs of builds that were there at the deploy, also before the deploy is known to be served', async () => {
    const looks = page('one', 'two').looks.map((look, index) =>
      index === 0 ? look : { ...look, build: { ...look.build, createdAt: '2026-11-23T12:00:01.000Z' } },
    );
    await ask(({ organization }) => (organization === 'acme-inc' ? [{ ...page(), looks }] : [page()]));
    expect(await requests.due(connection.id, 10)).toMatchObject([
      { build: 'one', buildkiteOrganization: 'acme-inc', deployedAt: noon, wantedFrom: noon },
    ]);
  });

  it('marks nothing that the bus did not take', async () => {
    busFails = true;
    await expect(ask(() => [page()])).rejects.toThrow('The bus is away.');
    expect(await stored()).toEqual([noon]);
  });

  it('publishes the looks of those that answer while others fail; all are asked again later', async () => {
    await ask(({ organization }) =>
      organization === 'acme-inc'
        ? [page('one')]
        : new BuildkiteUnavailable('Buildkite answered 503.', 10_000),
    );
    expect(story).toEqual(['looks of acme-inc: 1', 'due']);
    expect(await kept.nextDueAt(connection.id)).toBe('2026-11-23T12:00:10.000Z');
  });

  it('waits for the one that wants to be left alone for the longest time', async () => {
    await ask(({ organization }) => new RateLimited(organization === 'acme-inc' ? 9_000 : 57_000));
    expect(await kept.nextDueAt(connection.id)).toBe('2026-11-23T12:00:57.000Z');
  });

  const halfAway: Says = ({ organization }) =>
    organization === 'acme-inc' ? [page('one')] : new BuildkiteUnavailable('Buildkite answered 503.', 10_000);

  it.each([
    [599_999, ['looks of acme-inc: 1', 'due']],
    [600_000, ['looks of acme-inc: 1', `${topics.commitLookUps.name}: 1`, 'due']],
  ])('tells what the others answered once one has failed for ten minutes: %d ms', async (ms, told) => {
    await clock.advance(ms);
    await ask(halfAway);
    expect(story).toEqual(told);
  });

  it('goes on asking, ever more seldom, what passes, however long ago it was requested, and tells no more', async () => {
    await clock.advance(3 * 24 * 3_600_000);
    const pauses: number[] = [];
    for (let tries = 0; tries < 11; tries += 1) {
      await ask(halfAway);
      const [next] = await documents()
        .collection(lookUps)
        .find({ where: { connection: connection.id } });
      if (!next) throw new Error('It is not kept.');
      due = next;
      const pause = Date.parse(next.dueAt ?? '') - clock.now().getTime();
      pauses.push(pause / 1_000);
      await clock.advance(pause);
    }
    expect(pauses).toEqual([10, 10, 10, 16, 32, 64, 128, 256, 512, 900, 900]);
    expect(story.filter((line) => line.startsWith(topics.commitLookUps.name))).toHaveLength(1);
    story = [];
    await ask(({ organization }) => [organization === 'acme-inc' ? page('one') : page()]);
    expect(story).toContain(`${topics.commitLookUps.name}: 1`);
    expect(story.at(-1)).toBe('answered');
  });

  it('asks no more with a token that was rejected', async () => {
    const first = ask(() => new TokenRejected('Authentication required.'));
    await first;
    expect(first.clients.asked.length).toBeGreaterThan(0);
    const second = ask(() => [page()]);
    await second;
    expect(second.clients.asked).toEqual([]);
  });

  it('publishes the same refusal once', async () => {
    await ask(() => new TokenRejected('Authentication required.'));
    await kept.revive(connection.id);
    const [revived] = await kept.due(connection.id, 1);
    if (!revived) throw new Error('It is not due.');
    due = revived;
    story = [];
    await ask(() => [page()]);
    expect(story.filter((line) => line.startsWith('sleuth'))).toEqual([]);
    expect(await stored()).toEqual([]);
  });

  it('publishes again what was looked up again when its answer changed, and only then', async () => {
    await ask(() => [page()]);
    expect(story).toContain('wanted');
    for (const [ids, published] of [
      [[], 0],
      [['one'], 1],
    ] as const) {
      due = { ...due, published: '' };
      story = [];
      await ask(({ organization }) => [organization === 'acme-inc' ? page(...ids) : page()]);
      expect(story.filter((line) => line.startsWith('sleuth'))).toHaveLength(published);
    }
    expect(story.at(-1)).toBe('answered');
  });

  it('asks nothing through a removed connection', async () => {
    const asking = ask(() => [page()], { isRemoved: true });
    await asking;
    expect(asking.clients.asked).toEqual([]);
    expect(story).toEqual([`${topics.commitLookUps.name}: 1`, 'refused']);
  });

  it('passes on what is no failure of Buildkite, and marks nothing', async () => {
    await expect(ask(() => new TypeError('A mistake.'))).rejects.toThrow('A mistake.');
    expect(await stored()).toEqual([noon]);
  });
});
