import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  startEventStore,
  startKafka,
  startMongo,
  type Engine,
  type RunningEventStore,
  type RunningKafka,
  type RunningMongo,
} from '../../../engines/index.js';

/** Engines that nobody else uses, so that a test may kill them. */
export class OwnEngines {
  private constructor(
    private readonly folder: string,
    readonly kafka: RunningKafka,
    readonly mongo: RunningMongo,
    readonly eventStore: RunningEventStore,
  ) {}

  /**
   * Starts them and names them in the environment, where the product under test looks for its engines.
   * @throws EngineUnavailable when one cannot be had here
   */
  static async start(): Promise<OwnEngines> {
    const folder = await mkdtemp(join(tmpdir(), 'own-engines-'));
    const [kafka, mongo, eventStore] = await Promise.all([
      startKafka({ folder: join(folder, 'kafka') }),
      startMongo({ folder: join(folder, 'mongo') }),
      startEventStore({ folder: join(folder, 'eventstore') }),
    ]);
    process.env['KAFKA_BROKERS'] = kafka.brokers;
    process.env['MONGODB_URI'] = mongo.uri;
    process.env['EVENTSTORE_URL'] = eventStore.url;
    return new OwnEngines(folder, kafka, mongo, eventStore);
  }

  async stop(): Promise<void> {
    const all: readonly Engine[] = [this.kafka, this.mongo, this.eventStore];
    await Promise.all(all.map((engine) => engine.stop()));
    await rm(this.folder, { recursive: true, force: true });
  }
}
