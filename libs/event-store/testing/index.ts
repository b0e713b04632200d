export { collect } from './collect.js';
export { eventStoreContract, type OpenedEventStore } from './contract/event-store-contract.js';
export { decider, type DeciderSpecification, type Outcome } from './decider-specification.js';
export { FaultyEventStore, type AppendFault, type SubscriptionFault } from './faulty-event-store.js';
export { ManualSleep } from './manual-sleep.js';
export { MemoryCheckpoints } from './memory-checkpoints.js';
export { newEvent, newEvents, uniqueName } from './new-events.js';
export { subscriber, type Subscriber } from './subscriber.js';
export { temporaryEventStore, type TemporaryEventStore } from './temporary-event-store.js';
