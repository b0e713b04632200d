import { randomBytes } from 'node:crypto';

const urls = ['EVENTSTORE_URL', 'KAFKA_BROKERS', 'MONGODB_URI'] as const;

/** Settings of the processes of one product on engines that others use as well. */
export type EngineSettings = Readonly<
  Record<(typeof urls)[number] | 'TOPIC_PREFIX' | 'STREAM_PREFIX', string>
>;

/** By data folder: whoever looks at a product's data knows it by that. */
const taken = new Map<string, EngineSettings>();

/**
 * A place of its own for a product on the engines of the environment.
 * @throws Error when the environment names no engines
 */
export function takeEngines(dataDir: string, env: NodeJS.ProcessEnv = process.env): EngineSettings {
  const [eventStore, kafka, mongo] = urls.map((name) => env[name] ?? '');
  if (!eventStore || !kafka || !mongo)
    throw new Error(`${urls.join(', ')} must be set. Run it with: npm run test:e2e:engines`);
  const name = `test-${randomBytes(4).toString('hex')}`;
  const settings = {
    EVENTSTORE_URL: eventStore,
    KAFKA_BROKERS: kafka,
    MONGODB_URI: withDatabase(mongo, name),
    TOPIC_PREFIX: `${name}.`,
    STREAM_PREFIX: `${name}.`,
  };
  taken.set(dataDir, settings);
  return settings;
}

/** Where the product with that data folder keeps its data; undefined when it keeps them in that folder. */
export function enginesOf(dataDir: string): EngineSettings | undefined {
  return taken.get(dataDir);
}

/** The connection string of another database on the same servers. */
export function withDatabase(uri: string, database: string): string {
  return uri.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?/, `$1/${database}`);
}
