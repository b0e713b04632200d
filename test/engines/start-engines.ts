import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineUnavailable, sayOnStandardError, type Engine, type EngineName, type Say } from './engine.js';
import { startEventStore } from './eventstore/start-event-store.js';
import { startKafka } from './kafka/start-kafka.js';
import { startMongo } from './mongo/start-mongo.js';

/** The variables that tell the product which engines to use. */
export const VARIABLES = {
  EVENTSTORE_URL: 'EventStoreDB',
  KAFKA_BROKERS: 'Kafka',
  MONGODB_URI: 'MongoDB',
} as const satisfies Record<string, EngineName>;

/** One of the variables that tell the product which engines to use. */
export type EngineVariable = keyof typeof VARIABLES;

/** How a run gets each engine that the environment does not name. */
export type Starters = Readonly<
  Record<EngineVariable, (folder: string) => Promise<Engine & { readonly value: string }>>
>;

/** The engines of a run. */
export interface Engines {
  /** Where each can be reached; those that cannot be had are missing. */
  readonly env: Readonly<Partial<Record<EngineVariable, string>>>;
  readonly unavailable: readonly EngineUnavailable[];
  /** Resolves with the name of the first engine started here that ends. */
  ended(): Promise<EngineName>;
  /** Ends those that were started here and removes what they kept. */
  stop(): Promise<void>;
}

/** What is taken instead of the process's own. */
export interface EnginesOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly say?: Say;
  readonly starters?: Starters;
}

/**
 * The three engines: those that the environment names, and for the others servers of their own with empty data.
 * @throws Error when a server that could be had does not start; those started by then are ended
 */
export async function startEngines({
  env = process.env,
  say = sayOnStandardError,
  starters = ownServers(say),
}: EnginesOptions = {}): Promise<Engines> {
  const folder = await mkdtemp(join(tmpdir(), 'engines-'));
  const had: Partial<Record<EngineVariable, string>> = {};
  const unavailable: EngineUnavailable[] = [];
  const running = new Map<EngineName, Engine>();

  async function stop(): Promise<void> {
    await Promise.all([...running.values()].map((engine) => engine.stop()));
    await rm(folder, { recursive: true, force: true });
  }

  async function have(variable: EngineVariable): Promise<void> {
    const named = env[variable];
    if (named !== undefined && named !== '') {
      had[variable] = named;
      return;
    }
    try {
      const engine = await starters[variable](join(folder, VARIABLES[variable]));
      running.set(VARIABLES[variable], engine);
      had[variable] = engine.value;
    } catch (error) {
      if (!(error instanceof EngineUnavailable)) throw error;
      unavailable.push(error);
    }
  }

  const started = await Promise.allSettled((Object.keys(VARIABLES) as EngineVariable[]).map(have));
  const failure = started.find((result) => result.status === 'rejected');
  if (failure !== undefined) {
    await stop();
    throw failure.reason;
  }
  return {
    env: had,
    unavailable,
    ended: () => Promise.race([...running].map(([name, engine]) => engine.ended().then(() => name))),
    stop,
  };
}

function ownServers(say: Say): Starters {
  return {
    EVENTSTORE_URL: async (folder) => {
      say(
        'EventStoreDB: set EVENTSTORE_URL to use a server; a stand-in that speaks its protocol is started.',
      );
      const engine = await startEventStore({ folder });
      return Object.assign(engine, { value: engine.url });
    },
    KAFKA_BROKERS: async (folder) => {
      const engine = await startKafka({ folder, say });
      return Object.assign(engine, { value: engine.brokers });
    },
    MONGODB_URI: async (folder) => {
      const engine = await startMongo({ folder, say });
      return Object.assign(engine, { value: engine.uri });
    },
  };
}
