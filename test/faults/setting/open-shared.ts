import { openKafkaBus, withTopicPrefix } from '#libs/bus';
import { openMongoDocuments } from '#libs/documents';
import { openEventStoreDb, withStreamPrefix } from '#libs/event-store';
import type { EngineSettings } from '../../e2e/setting/shared-engines.js';
import type { Kept } from './kept.js';

const nothing = (): void => undefined;
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** What a product keeps on engines that others use as well; the product may run. */
export async function openShared(settings: EngineSettings): Promise<Kept> {
  const brokers = settings.KAFKA_BROKERS.split(',');
  const [eventStore, bus, documents] = await Promise.all([
    openEventStoreDb({ url: settings.EVENTSTORE_URL, log: silent }),
    openKafkaBus({ brokers, clientId: 'test', log: silent }),
    openMongoDocuments({ uri: settings.MONGODB_URI }),
  ]);
  return {
    eventStore: withStreamPrefix(eventStore, settings.STREAM_PREFIX),
    bus: withTopicPrefix(bus, settings.TOPIC_PREFIX),
    documents,
  };
}
