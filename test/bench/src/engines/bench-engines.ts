import { randomBytes } from 'node:crypto';
import { openKafkaBus, withTopicPrefix, type Bus, type BusLog } from '#libs/bus';
import { provisionEngines } from '#libs/platform';
import { services } from '../../../../services/standalone/src/services.js';
import { startEngines } from '../../../engines/index.js';

/** Engines for one run: the servers may be shared, topics, streams and database are its own. */
export interface BenchEngines {
  readonly brokers: readonly string[];
  readonly mongodbUri: string;
  readonly topicPrefix: string;
  /** What speaks the EventStoreDB protocol: the server that EVENTSTORE_URL names, or a stand-in. */
  readonly eventStore: 'server' | 'stand-in';
  /** Settings of a product on these engines. */
  readonly environment: Readonly<Record<string, string>>;
  /** The product's topics. */
  readonly bus: Bus;
  close(): Promise<void>;
}

/**
 * The engines that the environment names, or servers started for the run, provisioned for the product.
 * @throws Error when one of the three cannot be had
 */
export async function benchEngines(): Promise<BenchEngines> {
  const engines = await startEngines();
  const [unavailable] = engines.unavailable;
  if (unavailable) {
    await engines.stop();
    throw unavailable;
  }
  const run = `bench-${randomBytes(4).toString('hex')}`;
  const topicPrefix = `${run}.`;
  const { EVENTSTORE_URL = '', KAFKA_BROKERS = '', MONGODB_URI = '' } = engines.env;
  const mongodbUri = withDatabase(MONGODB_URI, run);
  const environment = {
    EVENTSTORE_URL,
    KAFKA_BROKERS,
    MONGODB_URI: mongodbUri,
    TOPIC_PREFIX: topicPrefix,
    STREAM_PREFIX: topicPrefix,
    VAULT_KEYS: `bench:${randomBytes(32).toString('base64')}`,
  };
  await provisionEngines(services, {
    environment,
    write: () => undefined,
    signal: AbortSignal.timeout(60_000),
  });
  const brokers = KAFKA_BROKERS.split(',');
  const kafka = await openKafkaBus({ brokers, clientId: 'bench', log: errorsOnly });
  return {
    brokers,
    mongodbUri,
    topicPrefix,
    eventStore: process.env['EVENTSTORE_URL'] ? 'server' : 'stand-in',
    environment,
    bus: withTopicPrefix(kafka, topicPrefix),
    async close() {
      await kafka.close();
      await engines.stop();
    },
  };
}

function withDatabase(uri: string, name: string): string {
  const address = new URL(uri);
  address.pathname = `/${name}`;
  return address.href;
}

const errorsOnly: BusLog = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: (data, message) => process.stderr.write(`${message} ${JSON.stringify(data)}\n`),
};
