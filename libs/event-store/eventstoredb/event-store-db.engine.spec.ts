import { eventStoreContract } from '../testing/contract/event-store-contract.js';
import { openEventStoreDb } from './open-event-store-db.js';

const url = process.env['EVENTSTORE_URL'];
if (url === undefined) {
  throw new Error('EVENTSTORE_URL is not set. Run it with npm run test:engines.');
}

const log = { debug: () => undefined, warn: () => undefined, error: () => undefined };

eventStoreContract('The EventStoreDB protocol', async () => {
  let store = await openEventStoreDb({ url, log });
  return {
    store,
    reopen: async () => {
      await store.close();
      return (store = await openEventStoreDb({ url, log }));
    },
    close: () => store.close(),
  };
});
