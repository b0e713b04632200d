import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openEmbeddedBus, withTopicPrefix, type Bus } from '#libs/bus';
import { openEmbeddedDocuments, type Documents } from '#libs/documents';
import { openEmbeddedEventStore, type EventStore } from '#libs/event-store';
import { Closers } from '../boot/closers.js';
import { StartupError } from '../boot/startup-error.js';
import type { Config } from '../config/settings.js';
import type { Log } from '../log.js';

/** The three engines that features stand on. */
export interface Engines {
  readonly eventStore: EventStore;
  readonly bus: Bus;
  readonly documents: Documents;
}

type EngineSettings = Pick<
  Config,
  'dataDir' | 'topicPrefix' | 'eventStoreUrl' | 'kafkaBrokers' | 'mongodbUri'
>;

/**
 * Opens the engines that the settings choose.
 * @param closers gets what closes them again
 * @throws StartupError for an engine that there is no adapter for; the adapters' errors when a file is held or unusable
 */
export async function openEngines(config: EngineSettings, closers: Closers, log: Log): Promise<Engines> {
  refuseDistributed(config);
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  const file = (name: string): string => join(config.dataDir, `${name}.sqlite`);
  const eventStore = await openEmbeddedEventStore({ file: file('events') });
  closers.add('event store', () => eventStore.close());
  const bus = await openEmbeddedBus({ file: file('bus'), log });
  closers.add('bus', () => bus.close());
  const documents = await openEmbeddedDocuments({ file: file('documents') });
  closers.add('documents', () => documents.close());
  return { eventStore, bus: withTopicPrefix(bus, config.topicPrefix), documents };
}

function refuseDistributed({ eventStoreUrl, kafkaBrokers, mongodbUri }: EngineSettings): void {
  const set = [
    eventStoreUrl === undefined ? [] : ['EVENTSTORE_URL'],
    kafkaBrokers === undefined ? [] : ['KAFKA_BROKERS'],
    mongodbUri === undefined ? [] : ['MONGODB_URI'],
  ].flat();
  if (set.length === 0) return;
  throw new StartupError(
    `${set.join(', ')}: this version has the embedded engines only. Unset ${set.length === 1 ? 'it' : 'them'} to use those.`,
  );
}
