export {
  maxRecordBytes,
  type Batch,
  type Bus,
  type Consumer,
  type IncomingRecord,
  type OutgoingRecord,
  type Subscription,
} from './port.js';
export {
  BusClosed,
  BusInUse,
  BusUnreachable,
  BusUnusable,
  RecordTooLarge,
  UnknownTopic,
  Unprocessable,
} from './errors.js';
export type { BusLog } from './log.js';
export { openEmbeddedBus, type EmbeddedBusOptions } from './embedded/open-embedded-bus.js';
export { openKafkaBus } from './kafka/open-kafka-bus.js';
export type { KafkaBusOptions, KafkaCredentials } from './kafka/options.js';
export { withTopicPrefix } from './with-topic-prefix.js';
export type { BusMetrics, ConsumptionLabels } from './consume/bus-metrics.js';
export { BusContext } from './transport/bus-context.js';
export {
  BusServer,
  type BusServerEvents,
  type BusServerOptions,
  type BusServerStatus,
  type TopicLag,
} from './transport/bus-server.js';
export type { DeadLetter } from './dead-letters/dead-letter.js';
export { deadLetters, type DeadLetterSource } from './dead-letters/dead-letters.js';
export { deadLetterTopics } from './dead-letters/dead-letter-topics.js';
export { replayDeadLetters, type Replay, type ReplayOutcome } from './dead-letters/replay-dead-letters.js';
