import { openEmbeddedDocuments, type Documents } from '#libs/documents';
import type { Bus } from '#libs/bus';
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
import { RecordingLog } from '../testing/recording-log.js';
import { systemClock } from '../time/system-clock.js';
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
let metrics: Registry;
const started: StoreFollowers[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'followers-'));
  store = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
  documents = await openEmbeddedDocuments({ file: join(folder, 'documents.sqlite') });
  await documents.provision([checkpointCollection, leaseCollection]);
  published = [];
  failures = 0;
});
afterEach(async () => {
  for (const followers of started.splice(0)) await followers.onApplicationShutdown();
  await documents.close();
  await store.close();
  await rm(folder, { recursive: true });
});

/** Another process, as far as followers can tell. */
function followersOf(owner: string): StoreFollowers {
  metrics = new Registry();
  const bus = {
    publish: async (
      topic: string,
      records: readonly { readonly headers?: Readonly<Record<string, string>> }[],
    ) => {
      if (failures > 0) {
        failures -= 1;
        throw new Error('the bus does not answer');
      }
      published.push({ topic, ids: records.map(({ headers }) => headers?.['ce_id'] ?? '') });
    },
  } as unknown as Bus;
  const leases = openLeases({ documents, clock: systemClock, owner });
  const followers = new StoreFollowers(
    store,
    documentCheckpoints(documents),
    leases,
    bus,
    new RecordingLog(),
    metrics,
  );
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
