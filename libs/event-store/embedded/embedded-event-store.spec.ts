import { eventStoreContract } from '../testing/contract/event-store-contract.js';
import { temporaryEventStore } from '../testing/temporary-event-store.js';

eventStoreContract('The embedded engine', temporaryEventStore);
