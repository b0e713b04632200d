export type { Decider, DomainEvent } from './decider.js';
export { Busy, OutcomeUnknown, Refused, RevisionConflict } from './errors.js';
export type {
  EventData,
  EventStore,
  ExpectedRevision,
  NewEvent,
  RecordedEvent,
  SubscriptionMessage,
} from './port.js';
