export type { Decider, DomainEvent } from './decider.js';
export {
  openEmbeddedEventStore,
  type EmbeddedEventStoreOptions,
} from './embedded/open-embedded-event-store.js';
export { Busy, EventStoreUnusable, OutcomeUnknown, Refused, RevisionConflict } from './errors.js';
export type {
  EventData,
  EventStore,
  ExpectedRevision,
  NewEvent,
  RecordedEvent,
  SubscriptionMessage,
} from './port.js';
