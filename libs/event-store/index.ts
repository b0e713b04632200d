export type { CommandContext } from './command-handler/command-events.js';
export {
  commandHandler,
  type CommandHandler,
  type CommandHandlerOptions,
  type CommandOutcome,
  type MakeCommand,
} from './command-handler/command-handler.js';
export { OneAtATime } from './command-handler/one-at-a-time.js';
export type { Recorded } from './command-handler/stream-state.js';
export type { Decider, DomainEvent } from './decider.js';
export {
  openEmbeddedEventStore,
  type EmbeddedEventStoreOptions,
} from './embedded/open-embedded-event-store.js';
export {
  AppendRefused,
  Busy,
  EventStoreUnreachable,
  EventStoreUnusable,
  EventUnreadable,
  OutcomeUnknown,
  Refused,
  RevisionConflict,
  type EventStoreProblem,
} from './errors.js';
export { openEventStoreDb, type EventStoreDbOptions } from './eventstoredb/open-event-store-db.js';
export type { Checkpoints } from './follow/checkpoints.js';
export { follow, type FollowLog, type FollowOptions } from './follow/follow.js';
export type {
  EventData,
  EventStore,
  ExpectedRevision,
  NewEvent,
  RecordedEvent,
  SubscriptionMessage,
} from './port.js';
export { withStreamPrefix } from './with-stream-prefix.js';
