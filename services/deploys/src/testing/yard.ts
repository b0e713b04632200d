import { Module, type Provider, type Type } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import type { Bus } from '#libs/bus';
import { openTemporaryBus } from '#libs/bus/testing';
import { encodeEvent, publishedEvents, topics, type PublishedEvent } from '#libs/contracts';
import { openEmbeddedDocuments, type Documents } from '#libs/documents';
import type { EventStore, RecordedEvent } from '#libs/event-store';
import { collect, FaultyEventStore, temporaryEventStore } from '#libs/event-store/testing';
import {
  BUS,
  CLOCK,
  CONFIG,
  DOCUMENTS,
  EVENT_STORE,
  LEASES,
  LOG,
  StoreFollowers,
  systemClock,
  type Config,
  type Follower,
  type Relay,
} from '#libs/platform';
import { leaseCollection, ManualClock, openLeases, RecordingLog } from '#libs/platform/testing';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BuildsTab } from '../build-snapshot/builds-tab.js';
import type { Revision } from '../build-snapshot/domain/build-snapshot.js';
import { FactConsumers } from '../build-snapshot/fact.consumers.js';
import { snapshotStream } from '../build-snapshot/snapshot-stream.js';
import { Deploys } from '../deploy/deploys.js';
import { DeployFollowers } from '../deploys.followers.js';
import { DeploysModule } from '../deploys.module.js';
import { deploys as service } from '../index.js';
import { ProjectRecords } from '../project/project-records.js';
import { ReadModel } from '../read-model/read-model.js';

/** What all instances of the service stand on. */
interface Ground {
  readonly store: FaultyEventStore;
  readonly documents: Documents;
  readonly bus: Bus;
  readonly clock: ManualClock;
  readonly log: RecordingLog;
}

/** How an instance sees the engines; a test may hold up what goes there. */
type Engines = Pick<Ground, 'documents'> & { readonly store: EventStore };

interface Instance {
  readonly module: TestingModule;
  readonly followers: ReadonlyMap<string, Follower>;
  readonly relays: ReadonlyMap<string, Relay>;
}

/**
 * The service without HTTP, on engines in a folder of its own, in which nothing runs by itself: a test says what is
 * heard and when followers go on. The clock begins at noon of 23 November 2026.
 */
export class Yard {
  private constructor(
    private readonly ground: Ground,
    private readonly instance: Instance,
    readonly close: () => Promise<void>,
  ) {}

  static async open(): Promise<Yard> {
    const folder = await mkdtemp(join(tmpdir(), 'deploys-'));
    const kept = await temporaryEventStore();
    const documents = await openEmbeddedDocuments({ file: join(folder, 'documents.db') });
    await documents.provision([leaseCollection, ...service.collections]);
    await documents.provision((await service.collectionsInUse?.(documents)) ?? []);
    const { bus, remove } = await openTemporaryBus();
    await bus.provision(Object.values(topics));
    const ground: Ground = {
      store: new FaultyEventStore(kept.store),
      documents,
      bus,
      clock: new ManualClock(),
      log: new RecordingLog(),
    };
    return new Yard(ground, await instanceOn(ground), async () => {
      await remove();
      await documents.close();
      await kept.close();
      await rm(folder, { recursive: true, force: true });
    });
  }

  /** Another instance of the service on the same ground; it is closed with the first. */
  async another(engines: Partial<Engines> = {}): Promise<Yard> {
    return new Yard(this.ground, await instanceOn({ ...this.ground, ...engines }), async () => undefined);
  }

  /** A part of the service. */
  get<Part>(type: Type<Part>): Part {
    return this.instance.module.get(type);
  }

  get store(): FaultyEventStore {
    return this.ground.store;
  }

  get documents(): Documents {
    return this.ground.documents;
  }

  get bus(): Bus {
    return this.ground.bus;
  }

  get clock(): ManualClock {
    return this.ground.clock;
  }

  get log(): RecordingLog {
    return this.ground.log;
  }

  get readModel(): ReadModel {
    return this.get(ReadModel);
  }

  get projects(): ProjectRecords {
    return this.get(ProjectRecords);
  }

  get deploys(): Deploys {
    return this.get(Deploys);
  }

  get tab(): BuildsTab {
    return this.get(BuildsTab);
  }

  /** What publishes stored events, by name. */
  get relays(): ReadonlyMap<string, Relay> {
    return this.instance.relays;
  }

  /** Lets a follower handle events. */
  async follow(name: string, events: readonly RecordedEvent[]): Promise<void> {
    const follower = this.instance.followers.get(name);
    if (!follower) throw new Error(`There is no follower ${name}.`);
    await follower.handle(events);
  }

  /** Everything that the store holds in streams of this beginning, in its order. */
  async stored(prefix: string): Promise<RecordedEvent[]> {
    const done = new AbortController();
    const events: RecordedEvent[] = [];
    for await (const message of this.store.subscribe({ prefixes: [prefix], signal: done.signal })) {
      if (message.kind === 'event') events.push(message.event);
      if (message.kind === 'caught-up') break;
    }
    done.abort();
    return events;
  }

  /** The revisions of a deploy's snapshot, as the store has them. */
  async revisions(deploy: string, organization = 'acme'): Promise<Revision[]> {
    const events = await collect(this.store.read(snapshotStream(organization, deploy)));
    return events.map(({ data }) => data as unknown as Revision);
  }

  /** Lets the followers show what is in the store, and take the snapshots that follow from it. */
  async show(): Promise<void> {
    await this.follow('deploys-show-deploys', await this.stored('deploys-'));
    await this.follow('deploys-show-snapshots', await this.stored('buildSnapshot-'));
  }

  /** Puts facts on their topics and lets the service handle them, those of one topic together. */
  async hear(...events: readonly PublishedEvent[]): Promise<void> {
    for (const [topic, ofTopic] of Map.groupBy(events, ({ type }) => publishedEvents[type].topic.name)) {
      await this.bus.publish(topic, ofTopic.map(encodeEvent));
      await this.handle(topic, ofTopic);
    }
  }

  /** Lets the service handle facts of a topic. */
  async handle(topic: string, events: readonly PublishedEvent[]): Promise<void> {
    const consumers = this.get(FactConsumers);
    if (topic === topics.builds.name) return consumers.builds(events);
    if (topic === topics.commitLookUps.name) return consumers.commitLookUps(events);
    return consumers.integrations(events);
  }
}

async function instanceOn(ground: Omit<Ground, 'store'> & Engines): Promise<Instance> {
  const followers = new Map<string, Follower>();
  const relays = new Map<string, Relay>();
  const listed: Pick<StoreFollowers, 'start' | 'publish'> = {
    start: (follower) => void followers.set(follower.name, follower),
    publish: (relay) => void relays.set(relay.name, relay),
  };
  const { documents } = ground;
  const config: Pick<Config, 'snapshotDeadlineMs' | 'rememberBuildsForMs'> = {
    snapshotDeadlineMs: 600_000,
    rememberBuildsForMs: 90 * 24 * 3_600_000,
  };
  const given: Provider[] = [
    { provide: CONFIG, useValue: config },
    { provide: CLOCK, useValue: ground.clock },
    { provide: LOG, useValue: ground.log },
    { provide: EVENT_STORE, useValue: ground.store },
    { provide: BUS, useValue: ground.bus },
    { provide: DOCUMENTS, useValue: documents },
    { provide: LEASES, useValue: openLeases({ documents, clock: systemClock, owner: randomUUID() }) },
    { provide: StoreFollowers, useValue: listed },
  ];
  class GivenModule {}
  Module({ providers: given, exports: given })(GivenModule);
  const module = await Test.createTestingModule({
    imports: [{ module: GivenModule, global: true }, DeploysModule],
  }).compile();
  module.get(DeployFollowers).onApplicationBootstrap();
  return { module, followers, relays };
}
