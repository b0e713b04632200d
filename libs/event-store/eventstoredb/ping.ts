import { BACKWARDS, END, type ResolvedEvent } from '@eventstore/db-client';
import { messagesOf } from './client/messages-of.js';
import type { Connection } from './connection.js';
import { storeError } from './store-error.js';

/**
 * Asks the server for its last event, with the login of the URL.
 * @param patience for how many ms it may keep silent
 * @throws EventStoreUnreachable, EventStoreUnusable
 */
export async function ping({ clients, closing, hosts }: Connection, patience: number): Promise<void> {
  try {
    await clients.call(async (client) => {
      const reading = client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 });
      const messages = messagesOf<ResolvedEvent>(reading, {
        cancel: () => reading.cancel(),
        signal: closing,
        patience,
      });
      await messages.next();
      await messages.return();
    });
  } catch (error) {
    throw storeError(error, hosts);
  }
}
