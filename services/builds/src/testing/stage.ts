import { deadLetterTopics, type Bus } from '#libs/bus';
import { eventually, openTemporaryBus, readAll } from '#libs/bus/testing';
import {
  decodeEvent,
  encodeEvent,
  publishedEvents,
  topics,
  type EventEnvelope,
  type PublishedEvent,
  type PublishedEventType,
} from '#libs/contracts';
import { openEmbeddedDocuments, type Documents } from '#libs/documents';
import { Secret } from '#libs/platform';
import { RecordingLog } from '#libs/platform/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  startBuildkiteStandIn,
  type RunningBuildkite,
} from '../../../../test/standins/buildkite/testing/index.js';
import { collectionStatuses, type CollectionStatus } from '../collection/collection-statuses.js';
import { builds } from '../index.js';
import { startInstance, type Instance, type InstanceParts } from './instance.js';
import { sharedLeases, type SharedLeases } from './shared-leases.js';
import { TurnedClock } from './turned-clock.js';

/** A Buildkite, a bus and documents on one frozen clock, and the instances of the service that a test starts on them. */
export class Stage {
  readonly log = new RecordingLog();
  readonly #instances = new Set<Instance>();
  readonly #tokens = new Map<string, Secret>();

  private constructor(
    readonly buildkite: RunningBuildkite,
    readonly clock: TurnedClock,
    readonly bus: Bus,
    readonly documents: Documents,
    readonly leases: SharedLeases,
    private readonly clear: () => Promise<void>,
  ) {}

  static async set(): Promise<Stage> {
    const buildkite = await startBuildkiteStandIn({ organizations: ['acme-inc'] });
    const temporaryBus = await openTemporaryBus();
    const { bus } = temporaryBus;
    const folder = await mkdtemp(join(tmpdir(), 'builds-'));
    const documents = await openEmbeddedDocuments({ file: join(folder, 'documents.db') });
    const published = Object.values(topics);
    const names = published.map(({ name }) => name);
    await bus.provision([...published, ...deadLetterTopics('builds', names)]);
    await documents.provision(builds.collections);
    const clear = async () => {
      await temporaryBus.remove();
      await documents.close();
      await rm(folder, { recursive: true, force: true });
      await buildkite.close();
    };
    return new Stage(buildkite, await TurnedClock.of(buildkite), bus, documents, sharedLeases(), clear);
  }

  /** Starts an instance of the service. */
  async start(changes: Partial<InstanceParts> = {}): Promise<Instance> {
    const { bus, documents, clock, leases, log } = this;
    const parts = { bus, documents, clock, leases, log, tokens: this.#tokens, apiUrl: this.buildkite.apiUrl };
    const instance = await startInstance({ ...parts, ...changes });
    this.#instances.add(instance);
    return instance;
  }

  /** Stops an instance. */
  async stop(instance: Instance): Promise<void> {
    this.#instances.delete(instance);
    await instance.close();
  }

  /** Puts a token where only this service reads it. */
  keepToken(place: { organization: string; connection: string; tokenVersion: string }, value: string): void {
    const { organization, connection, tokenVersion } = place;
    this.#tokens.set(`${organization}/${connection}/${tokenVersion}`, new Secret(value));
  }

  /** Publishes events on their topics, those of one topic together. */
  async publish(...events: readonly PublishedEvent[]): Promise<void> {
    for (const [topic, ofTopic] of Map.groupBy(events, ({ type }) => publishedEvents[type].topic.name))
      await this.bus.publish(topic, ofTopic.map(encodeEvent));
  }

  /** What lies on the topic of a type, of this type. Throws for a record that is none of the published language. */
  async published<Type extends PublishedEventType>(type: Type): Promise<EventEnvelope<Type>[]> {
    const records = await readAll(this.bus, publishedEvents[type].topic.name);
    const events = records.map((record) => {
      const decoded = decodeEvent(record);
      if (!decoded.ok) throw new Error(`${decoded.reason}: ${decoded.detail}`);
      return decoded.event;
    });
    return events.filter((event): event is PublishedEvent & EventEnvelope<Type> => event.type === type);
  }

  /** Lets time pass, so many milliseconds at a time, until what is looked at is as expected. */
  async passUntil<Value>(
    look: () => Promise<Value>,
    expected: (value: Value) => boolean,
    stepMs = 1_000,
  ): Promise<Value> {
    for (;;) {
      const value = await look();
      if (expected(value)) return value;
      await this.clock.turn(stepMs);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** The look-ups on their topic, once there are so many. */
  lookUps(atLeast = 1): Promise<EventEnvelope<'sleuth.commit-looked-up.v1'>[]> {
    return eventually(
      () => this.published('sleuth.commit-looked-up.v1'),
      (found) => found.length >= atLeast,
    );
  }

  /** The looks on their topic, once there are so many. */
  looks(atLeast = 1): Promise<EventEnvelope<'sleuth.build-observed.v1'>[]> {
    return eventually(
      () => this.published('sleuth.build-observed.v1'),
      (found) => found.length >= atLeast,
    );
  }

  /** The looks at one build in the order of their times, each as `HH:MM state`. */
  async looksAt(build: string): Promise<string[]> {
    return (await this.published('sleuth.build-observed.v1'))
      .filter(({ data }) => data.build.id === build)
      .sort((one, other) => (one.time < other.time ? -1 : 1))
      .map(({ data }) => `${data.lookedAt.slice(11, 16)} ${data.build.state}`);
  }

  /** The looks at jobs on their topic, once there are so many. */
  jobsLooks(atLeast = 1): Promise<EventEnvelope<'sleuth.build-jobs-observed.v1'>[]> {
    return eventually(
      () => this.published('sleuth.build-jobs-observed.v1'),
      (found) => found.length >= atLeast,
    );
  }

  /** Resolves when the service has handled everything that lies on its topics. */
  async handled(): Promise<void> {
    for (const { name } of [topics.integrations, topics.projects, topics.deploys])
      await eventually(
        () => this.bus.lag('builds', name),
        (left) => left === 0,
      );
  }

  /** How polling a connection stands, once the cycle of this minute has ended. */
  polled(connection: string): Promise<CollectionStatus | undefined> {
    const statuses = this.documents.collection(collectionStatuses);
    const now = this.clock.now().toISOString();
    return eventually(
      () => statuses.get(connection),
      (status) => status?.lastCycle.startedAt === now,
    );
  }

  /** Lets minutes pass, one at a time, each with its cycle. */
  async pass(minutes: number, connection: string): Promise<void> {
    for (let minute = 0; minute < minutes; minute += 1) {
      await this.clock.turn(60_000);
      await this.polled(connection);
    }
  }

  /** The requests that asked for commits. */
  commitRequests() {
    return this.buildkite.requests({ path: '/builds', query: 'commit[]=' });
  }

  /** The requests that asked for the jobs of a build. */
  jobsRequests() {
    return this.buildkite.requests({ path: '/jobs' });
  }

  async close(): Promise<void> {
    for (const instance of this.#instances) await instance.close();
    await this.clear();
  }
}
