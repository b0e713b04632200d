import type { EventStore, ExpectedRevision, NewEvent, RecordedEvent, SubscriptionMessage } from '../port.js';
import { append, proposedAppend } from './append.js';
import type { Connection } from './connection.js';
import { Closed } from './client/within.js';
import { ping } from './ping.js';
import { provision } from './provision/provision.js';
import { readStream } from './read-stream.js';
import { subscription } from './subscription.js';

/** For how many ms a ping waits. */
const PING_TIMEOUT = 3_000;

interface EventStoreDbOptions {
  readonly connection: Omit<Connection, 'closing'>;
  /** Aborting it is how the store is closed. */
  readonly closing: AbortController;
  /** Whether the server knows who is speaking. */
  readonly authenticated: boolean;
}

/** The event store at a server that speaks the EventStoreDB protocol. */
export class EventStoreDb implements EventStore {
  readonly #connection: Connection;
  readonly #closing: AbortController;
  readonly #authenticated: boolean;

  constructor({ connection, closing, authenticated }: EventStoreDbOptions) {
    this.#connection = { ...connection, closing: closing.signal };
    this.#closing = closing;
    this.#authenticated = authenticated;
  }

  async append(
    stream: string,
    events: readonly NewEvent[],
    { expectedRevision }: { readonly expectedRevision: ExpectedRevision },
  ): Promise<{ readonly revision: number }> {
    this.#assertOpen();
    return append(this.#connection, proposedAppend(stream, events, expectedRevision));
  }

  read(stream: string, { from = 0 }: { readonly from?: number } = {}): AsyncIterable<RecordedEvent> {
    this.#assertOpen();
    return readStream(this.#connection, stream, { from });
  }

  subscribe(options: {
    readonly prefixes: readonly string[];
    readonly after?: string;
    readonly signal: AbortSignal;
  }): AsyncIterable<SubscriptionMessage> {
    this.#assertOpen();
    return subscription(this.#connection, options);
  }

  /** Without a login there is nobody to tell apart: it does nothing and says so in the log. */
  async provision(): Promise<void> {
    this.#assertOpen();
    if (!this.#authenticated) {
      this.#connection.log.warn(
        { hosts: this.#connection.hosts },
        'EVENTSTORE_URL has no credentials: whoever reaches the event store can delete streams.',
      );
      return;
    }
    await provision(this.#connection);
  }

  async ping(): Promise<void> {
    this.#assertOpen();
    await ping(this.#connection, PING_TIMEOUT);
  }

  /** Ends subscriptions and reads, gives up appends whose outcome is then unknown, and lets the connection go. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#connection.clients.close();
  }

  #assertOpen(): void {
    if (this.#closing.signal.aborted) {
      throw new Closed();
    }
  }
}
