import { openEmbeddedDocuments, type Documents } from '#libs/documents';
import { RecordTooLarge, type Bus } from '#libs/bus';
import { aDeployDeleted, aDeployRegistered } from '#libs/contracts/testing';
import { topics, type PublishedEvent } from '#libs/contracts';
import { openEmbeddedEventStore, type EventStore, type RecordedEvent } from '#libs/event-store';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { Registry } from 'prom-client';
import { checkpointCollection, documentCheckpoints } from '../checkpoints/checkpoints.js';
import { leaseCollection } from '../leases/lease-collection.js';
import { openLeases } from '../leases/leases.js';
import { eventually } from '../testing/eventually.js';
import { ManualClock } from '../testing/manual-clock.js';
import { RecordingLog, type LoggedLine } from '../testing/recording-log.js';
import { StoreFollowers } from './store-followers.js';

interface Published {
  readonly topic: string;
  readonly ids: readonly string[];
}

let folder: string;
let store: EventStore;
let documents: Documents;
let published: Published[];
let failures: number;
let failure: Error;
let metrics: Registry;
let clock: ManualClock;
let log: RecordingLog;
const started: StoreFollowers[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'followers-'));
  store = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
  documents = await openEmbeddedDocuments({ file: join(folder, 'documents.sqlite') });
  await documents.provision([checkpointCollection, leaseCollection]);
  published = [];
  failures = 0;
  failure = new Error('the bus does not answer');
  clock = new ManualClock();
  log = new RecordingLog();
});
afterEach(async () => {
  for (const followers of started.splice(0)) await followers.onApplicationShutdown();
  await documents.close();
  await store.close();
  await rm(folder, { recursive: true });
});

/**
 * Another process, as far as followers can tell.
 * @param standingStill what publishing waits for, in the midst of it
 */
function followersOf(
  owner: string,
  standingStill: () => Promise<void> = async () => undefined,
): StoreFollowers {
  metrics = new Registry();
  const bus = {
    publish: async (
      topic: string,
      records: readonly { readonly headers?: Readonly<Record<string, string>> }[],
    ) => {
      if (failures > 0) {
        failures -= 1;
        throw failure;
      }
      await standingStill();
      published.push({ topic, ids: records.map(({ headers }) => headers?.['ce_id'] ?? '') });
    },
  } as unknown as Bus;
  const leases = openLeases({ documents, clock, owner });
  const followers = new StoreFollowers(store, documentCheckpoints(documents), leases, bus, log, metrics);
  started.push(followers);
  return followers;
}

async function append(type: string): Promise<string> {
  const id = randomUUID();
  await store.append(`deploys-${id}`, [{ id, type, data: {} }], { expectedRevision: 'no-stream' });
  return id;
}

function publishedForm({ id, type }: RecordedEvent): PublishedEvent {
  return { ...(type === 'DeployDeleted' ? aDeployDeleted() : aDeployRegistered()), id };
}

const relay = { name: 'deploys', prefixes: ['deploys-'], map: publishedForm };
const idsOf = () => published.flatMap(({ ids }) => ids);

describe('a relay', () => {
  it('publishes what was stored, in its order, on its topic, under its id', async () => {
    const before = [await append('DeployRegistered'), await append('DeployDeleted')];
    followersOf('a').publish(relay);
    await eventually(async () => expect(idsOf()).toEqual(before));
    const after = await append('DeployRegistered');
    await eventually(async () => expect(idsOf()).toEqual([...before, after]));
    expect(new Set(published.map(({ topic }) => topic))).toEqual(new Set([topics.deploys.name]));
  });

  it('publishes again what the bus did not take', async () => {
    failures = 1;
    const id = await append('DeployRegistered');
    followersOf('a').publish(relay);
    await eventually(async () => expect(idsOf()).toEqual([id]));
  });

  it('says so when it stands still because of an event that is too large for its topic', async () => {
    [failures, failure] = [1, new RecordTooLarge(topics.deploys.name, 2_000_000, 1_048_576)];
    const id = await append('DeployRegistered');
    followersOf('a').publish(relay);
    await eventually(async () => expect(idsOf()).toEqual([id]));
    expect(log.lines.filter(({ level }) => level === 'error')).toMatchObject([
      { data: { follower: 'deploys', topic: topics.deploys.name, first: id, last: id } },
    ]);
    expect(await metrics.metrics()).toContain('follower_failures_total{follower="deploys"} 1');
  });

  it('goes on where it ended', async () => {
    const first = followersOf('a');
    first.publish(relay);
    await append('DeployRegistered');
    await eventually(async () => expect(published).toHaveLength(1));
    await first.onApplicationShutdown();
    const id = await append('DeployRegistered');
    followersOf('b').publish(relay);
    await eventually(async () => expect(published).toHaveLength(2));
    expect(published[1]?.ids).toEqual([id]);
  });
});

describe('a follower', () => {
  it('runs in one process at a time, and in the next when that one stops', async () => {
    const handled: string[] = [];
    const follower = (owner: string) => ({
      name: 'show',
      prefixes: ['deploys-'],
      handle: async (events: readonly RecordedEvent[]) => void handled.push(...events.map(() => owner)),
    });
    const first = followersOf('a');
    first.start(follower('a'));
    await append('DeployRegistered');
    await eventually(async () => expect(handled).toEqual(['a']));
    const second = followersOf('b');
    second.start(follower('b'));
    await append('DeployRegistered');
    await eventually(async () => expect(handled).toEqual(['a', 'a']));
    await first.onApplicationShutdown();
    await append('DeployRegistered');
    await eventually(async () => expect(handled).toEqual(['a', 'a', 'b']));
  }, 20_000);

  it('is counted', async () => {
    followersOf('a').publish(relay);
    await append('DeployRegistered');
    await eventually(async () => {
      expect(await metrics.metrics()).toContain('follower_events_handled_total{follower="deploys"} 1');
    });
  });
});

describe('a process that stood still for longer than its lease', () => {
  const longerThanALease = 16_000;

  it('writes nothing, and follows again when the other one stops', async () => {
    const first = followersOf('a');
    first.publish(relay);
    const before = await append('DeployRegistered');
    await eventually(async () => expect(await checkpointed()).toBe(1));

    await clock.advance(longerThanALease);
    const handled: string[] = [];
    const second = followersOf('b');
    second.start({ ...relay, handle: async (events) => void handled.push(...events.map(({ id }) => id)) });
    await eventually(async () => expect(await holder()).toBe('b'));
    const after = await append('DeployRegistered');
    await eventually(async () => expect(handled).toEqual([after]));
    expect(idsOf()).toEqual([before]);

    await second.onApplicationShutdown();
    const last = await append('DeployRegistered');
    await eventually(async () => expect(idsOf()).toEqual([before, last]));
  }, 20_000);

  it('in the midst of publishing repeats that, leaves the checkpoint alone and follows no further', async () => {
    const still = Promise.withResolvers<void>();
    const first = followersOf('a', () => still.promise);
    first.publish(relay);
    const early = await append('DeployRegistered');
    await eventually(async () => expect(await holder()).toBe('a'));

    await takeLeaseAway();
    followersOf('b').publish(relay);
    await eventually(async () => expect(idsOf()).toEqual([early]));
    const late = await append('DeployRegistered');
    await eventually(async () => expect(await checkpointed()).toBe(2));

    still.resolve();
    await eventually(async () => expect(log.lines.some(isOvertaken)).toBe(true));
    expect(idsOf().filter((id) => id === late)).toHaveLength(1);
    const longerThanARest = Date.now() + 500;
    while (Date.now() < longerThanARest) {
      const last = await append('DeployRegistered');
      await eventually(async () => expect(idsOf()).toContain(last));
      expect(idsOf().filter((id) => id === last)).toHaveLength(1);
    }
    await eventually(async () => expect(await checkpointed()).toBe((await positions()).length));
    expect(log.lines.filter(isOvertaken)).toHaveLength(1);
  }, 20_000);
});

const isOvertaken = ({ data }: LoggedLine): boolean =>
  (data as { error?: { code?: string } }).error?.code === 'checkpoint-moved';

/** Of how many events it is kept that they are published. */
async function checkpointed(): Promise<number> {
  const after = await documentCheckpoints(documents).load(relay.name);
  const all = await positions();
  return after === undefined ? 0 : all.indexOf(after) + 1;
}

async function positions(): Promise<string[]> {
  const done = new AbortController();
  const found: string[] = [];
  for await (const message of store.subscribe({ prefixes: relay.prefixes, signal: done.signal })) {
    if (message.kind === 'event') found.push(message.event.position);
    if (message.kind === 'caught-up') break;
  }
  done.abort();
  return found;
}

const leaseName = `follower ${relay.name}`;

/** Who may follow now. */
async function holder(): Promise<string | undefined> {
  return (await documents.collection(leaseCollection).get(leaseName))?.owner;
}

/** The lease has run out, which its holder does not know yet. */
async function takeLeaseAway(): Promise<void> {
  const leases = documents.collection(leaseCollection);
  const lease = await leases.get(leaseName);
  if (lease)
    await leases.put([{ ...lease, revision: lease.revision + 1, expiresAt: '2020-01-01T00:00:00.000Z' }]);
}
