import { EventStoreUnusable } from '../errors.js';
import type { FollowLog } from '../follow/follow.js';
import type { EventStore } from '../port.js';
import { parseUrl } from './address/parse-url.js';
import { hostsOf } from './address/store-address.js';
import { buildClient, readCertificates } from './client/build-client.js';
import { RenewedClient } from './client/renewed-client.js';
import { within } from './client/within.js';
import type { Connection } from './connection.js';
import { EventStoreDb } from './event-store-db.js';
import { ping } from './ping.js';
import { isTooOld } from './server-version.js';

/** For how many ms opening waits for the server. */
const OPEN_TIMEOUT = 10_000;
const VERSION_TIMEOUT = 2_000;

export interface EventStoreDbOptions {
  /** `esdb://` or `esdb+discover://`. Secret: it may hold a password. */
  readonly url: string;
  readonly log: FollowLog;
  /** After how many ms an append without an answer is given up. Default 10,000. */
  readonly appendTimeoutMs?: number;
}

/**
 * Opens the event store at a server that speaks the EventStoreDB protocol: EventStoreDB from 23.10 (from which on a
 * subscription says that it has caught up), KurrentDB. One for a process. Nothing of the URL but hosts and names of
 * options comes out in errors and log.
 * @throws EventStoreUnreachable when no server answers within 10 s
 * @throws EventStoreUnusable when the URL, the login or the server cannot be used
 */
export async function openEventStoreDb({
  url,
  log,
  appendTimeoutMs = 10_000,
}: EventStoreDbOptions): Promise<EventStore> {
  const address = parseUrl(url);
  const certificates = readCertificates(address);
  const closing = new AbortController();
  const connection: Connection = {
    clients: new RenewedClient({ build: () => buildClient({ address, certificates }), log }),
    hosts: hostsOf(address),
    closing: closing.signal,
    log,
    appendTimeout: appendTimeoutMs,
    readTimeout: 10_000,
  };
  const authenticated = address.login !== undefined || certificates.userKeyFile !== undefined;
  const store = new EventStoreDb({ connection, closing, authenticated });
  try {
    await ping(connection, OPEN_TIMEOUT);
    await assertNewEnough(connection);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** A server that keeps its version to itself is taken. */
async function assertNewEnough({ clients, closing, hosts, log }: Connection): Promise<void> {
  const version = await within(clients.current.serverVersion(), { ms: VERSION_TIMEOUT, closing }).catch(
    (error: unknown) => {
      log.debug({ error }, 'The event store does not tell its version.');
      return 'unknown';
    },
  );
  if (isTooOld(version)) {
    throw new EventStoreUnusable(
      'event-store-too-old',
      `The event store at ${hosts} has version ${version}, whose subscriptions do not say when they have caught up. Use 23.10 or newer.`,
    );
  }
}
