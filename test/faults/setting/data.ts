import { join } from 'node:path';
import { openEmbeddedBus, type Bus, type IncomingRecord } from '#libs/bus';
import { deadLetterTopic, decodeEvent, topics, type PublishedEvent } from '#libs/contracts';
import {
  openEmbeddedDocuments,
  type CollectionDefinition,
  type Document,
  type Documents,
} from '#libs/documents';
import { openEmbeddedEventStore, type EventStore, type RecordedEvent } from '#libs/event-store';
import type { Revision } from '../../../services/deploys/src/build-snapshot/domain/build-snapshot.js';
import { serviceNames } from '../../e2e/setting/deployment.js';
import { enginesOf } from '../../e2e/setting/shared-engines.js';

/** What a stopped product left in its data folder, or on the engines that it was given. */
export class Data {
  constructor(
    readonly eventStore: EventStore,
    readonly bus: Bus,
    readonly documents: Documents,
  ) {}

  /** Opens what the product with that data folder kept; when that is files, it must not run. */
  static async open(dataDir: string): Promise<Data> {
    const shared = enginesOf(dataDir);
    if (shared !== undefined) {
      const { openShared } = await import('./open-shared.js');
      const { eventStore, bus, documents } = await openShared(shared);
      return new Data(eventStore, bus, documents);
    }
    const file = (name: string) => join(dataDir, `${name}.sqlite`);
    return new Data(
      await openEmbeddedEventStore({ file: file('events') }),
      await openEmbeddedBus({ file: file('bus') }),
      await openEmbeddedDocuments({ file: file('documents') }),
    );
  }

  /** Looks at the data of a stopped product and lets go of it again. */
  static async of<Result>(dataDir: string, look: (data: Data) => Promise<Result>): Promise<Result> {
    const data = await Data.open(dataDir);
    try {
      return await look(data);
    } finally {
      await data.close();
    }
  }

  /** All stored events in the store's order. */
  async storedEvents(): Promise<RecordedEvent[]> {
    const stop = new AbortController();
    const prefixes = ['buildkiteIntegration-', 'projects-', 'deploys-', 'buildSnapshot-'];
    const events: RecordedEvent[] = [];
    for await (const message of this.eventStore.subscribe({ prefixes, signal: stop.signal })) {
      if (message.kind === 'event') events.push(message.event);
      if (message.kind === 'caught-up') break;
    }
    stop.abort();
    return events;
  }

  /** All revisions of all build snapshots, those of one deploy in their order. */
  async revisions(): Promise<Revision[]> {
    const stored = await this.storedEvents();
    return stored
      .filter(({ stream }) => stream.startsWith('buildSnapshot-'))
      .map(({ data }) => data as unknown as Revision);
  }

  /** The records of a topic as they lie there. */
  async records(topic: string): Promise<IncomingRecord[]> {
    const records: IncomingRecord[] = [];
    for await (const batch of this.bus.read(topic)) records.push(...batch);
    return records;
  }

  /**
   * The events of a topic, repeats included.
   * @throws Error for a record that is none
   */
  async publishedEvents(topic: string): Promise<PublishedEvent[]> {
    return (await this.records(topic)).map((record) => {
      const decoded = decodeEvent(record);
      if (!decoded.ok) throw new Error(`${topic} ${record.offset}: ${decoded.reason}, ${decoded.detail}`);
      return decoded.event;
    });
  }

  /** Every record of every topic, those of dead letters included. */
  async *allRecords(): AsyncGenerator<IncomingRecord> {
    for (const { name } of Object.values(topics))
      for (const topic of [name, ...serviceNames.map((service) => deadLetterTopic(name, service))])
        for await (const batch of this.bus.read(topic)) yield* batch;
  }

  /** All documents of a collection, by id. */
  documentsOf<D extends Document>(definition: CollectionDefinition<D>): Promise<D[]> {
    return this.documents.collection(definition).find({ where: {} });
  }

  async close(): Promise<void> {
    await Promise.all([this.eventStore.close(), this.bus.close(), this.documents.close()]);
  }
}
