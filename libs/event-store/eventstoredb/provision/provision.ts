import { BACKWARDS, END, jsonEvent, type ResolvedEvent } from '@eventstore/db-client';
import { messagesOf } from '../client/messages-of.js';
import { within } from '../client/within.js';
import type { Connection } from '../connection.js';
import { storeError } from '../store-error.js';
import { classify } from '../translation/failure.js';
import { protectiveSettings } from './protective-settings.js';

const SETTINGS = '$settings';
/** How often others may be quicker. */
const ATTEMPTS = 5;

interface KeptSettings {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly revision: bigint | 'no_stream';
}

/**
 * Lets nobody but the store's administrators delete streams or truncate them. The user of the URL must be one of them.
 * Writes nothing when it is so already.
 * @throws EventStoreUnreachable, EventStoreUnusable
 */
export async function provision(connection: Connection): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { settings, revision } = await read(connection);
      const wanted = protectiveSettings(settings);
      if (wanted !== undefined) {
        await write(connection, wanted, revision);
      }
      return;
    } catch (error) {
      if (classify(error).kind !== 'conflict' || attempt >= ATTEMPTS) {
        throw storeError(error, connection.hosts);
      }
    }
  }
}

async function read({ clients, closing, readTimeout }: Connection): Promise<KeptSettings> {
  return clients.call(async (client) => {
    const reading = client.readStream(SETTINGS, {
      direction: BACKWARDS,
      fromRevision: END,
      maxCount: 1,
      requiresLeader: true,
    });
    const messages = messagesOf<ResolvedEvent>(reading, {
      cancel: () => reading.cancel(),
      signal: closing,
      patience: readTimeout,
    });
    try {
      for await (const { event } of messages) {
        if (event !== undefined) {
          return { revision: event.revision, ...(isSettings(event.data) ? { settings: event.data } : {}) };
        }
      }
    } catch (error) {
      if (classify(error).kind !== 'stream-not-found') {
        throw error;
      }
    }
    return { revision: 'no_stream' };
  });
}

async function write(
  { appendTimeout, clients, closing }: Connection,
  settings: Readonly<Record<string, unknown>>,
  expectedRevision: bigint | 'no_stream',
): Promise<void> {
  const event = jsonEvent({ type: 'update-default-acl', data: { ...settings } });
  const options = { expectedRevision, requiresLeader: true, deadline: appendTimeout };
  await clients.call((client) =>
    within(client.appendToStream(SETTINGS, event, options), { ms: appendTimeout, closing }),
  );
}

function isSettings(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null && !Array.isArray(data) && !ArrayBuffer.isView(data);
}
