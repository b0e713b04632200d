/** Real engines for tests, without Docker: fetched once, started on free ports, gone with the process that started them. */
export { EngineUnavailable, type Engine, type EngineName, type EnginePlace } from './engine.js';
export {
  startEventStore,
  type EventStoreOptions,
  type RunningEventStore,
} from './eventstore/start-event-store.js';
export { startKafka, type KafkaOptions, type RunningKafka } from './kafka/start-kafka.js';
export { startMongo, type MongoOptions, type RunningMongo } from './mongo/start-mongo.js';
export { startEngines, VARIABLES, type Engines, type EngineVariable } from './start-engines.js';
