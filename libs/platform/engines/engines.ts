import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openEmbeddedBus, openKafkaBus, withTopicPrefix, type Bus } from '#libs/bus';
import { openEmbeddedDocuments, openMongoDocuments, type Documents } from '#libs/documents';
import {
  openEmbeddedEventStore,
  openEventStoreDb,
  withStreamPrefix,
  type EventStore,
} from '#libs/event-store';
import type { Closers } from '../boot/closers.js';
import type { EngineSettings } from '../config/settings.js';
import type { Log } from '../log.js';
import { kafkaOptions } from './kafka-options.js';
import { patiently } from './patiently.js';

/** The three engines that features stand on. */
export interface Engines {
  readonly eventStore: EventStore;
  readonly bus: Bus;
  readonly documents: Documents;
}

export interface OpeningEngines {
  /** Gets what closes them again. */
  readonly closers: Closers;
  readonly log: Log;
  /** Ends the waiting for engines that do not answer yet. */
  readonly signal: AbortSignal;
}

/**
 * Opens the engines that the settings choose: a distributed one where its address is set, else an embedded one.
 * @throws the adapters' errors when an engine does not answer in time, is unusable, or its file is held
 */
export async function openEngines(settings: EngineSettings, opening: OpeningEngines): Promise<Engines> {
  const eventStore = await openEventStore(settings, opening);
  opening.closers.add('event store', () => eventStore.close());
  const bus = await openBus(settings, opening);
  opening.closers.add('bus', () => bus.close());
  const documents = await openDocuments(settings, opening);
  opening.closers.add('documents', () => documents.close());
  return {
    eventStore: withStreamPrefix(eventStore, settings.streamPrefix),
    bus: withTopicPrefix(bus, settings.topicPrefix),
    documents,
  };
}

async function openEventStore(settings: EngineSettings, opening: OpeningEngines): Promise<EventStore> {
  const { eventStoreUrl } = settings;
  if (eventStoreUrl === undefined) return openEmbeddedEventStore({ file: await fileOf(settings, 'events') });
  const { log } = opening;
  return patiently(() => openEventStoreDb({ url: eventStoreUrl.reveal(), log }), waiting(settings, opening));
}

async function openBus(settings: EngineSettings, opening: OpeningEngines): Promise<Bus> {
  const { log } = opening;
  const kafka = kafkaOptions(settings);
  if (kafka === undefined) return openEmbeddedBus({ file: await fileOf(settings, 'bus'), log });
  return patiently(() => openKafkaBus({ ...kafka, log }), waiting(settings, opening));
}

async function openDocuments(settings: EngineSettings, opening: OpeningEngines): Promise<Documents> {
  const { mongodbUri } = settings;
  if (mongodbUri === undefined) return openEmbeddedDocuments({ file: await fileOf(settings, 'documents') });
  return patiently(() => openMongoDocuments({ uri: mongodbUri.reveal() }), waiting(settings, opening));
}

function waiting({ waitForEnginesMs }: EngineSettings, { log, signal }: OpeningEngines) {
  return { waitMs: waitForEnginesMs, log, signal };
}

async function fileOf({ dataDir }: EngineSettings, engine: string): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  return join(dataDir, `${engine}.sqlite`);
}
