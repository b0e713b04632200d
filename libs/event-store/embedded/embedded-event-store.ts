import type { DatabaseSync } from 'node:sqlite';
import type { EventStore, ExpectedRevision, NewEvent, RecordedEvent, SubscriptionMessage } from '../port.js';
import { prepareAppend, storedForm } from './append.js';
import type { FileLock } from './file-lock.js';
import { prepareFilteredLog } from './filtered-log.js';
import { GroupCommit } from './group-commit.js';
import { prepareReadStream, type ReadStream } from './read-stream.js';
import { subscription } from './subscription.js';
import { WakeUp } from './wake-up.js';

/** The event store in one SQLite file of which this process is the only writer. */
export class EmbeddedEventStore implements EventStore {
  readonly #database: DatabaseSync;
  readonly #lock: FileLock;
  readonly #groupCommit: GroupCommit;
  readonly #readStream: ReadStream;
  readonly #commits = new WakeUp();
  readonly #closing = new AbortController();

  constructor(database: DatabaseSync, lock: FileLock, now: () => Date) {
    this.#database = database;
    this.#lock = lock;
    this.#groupCommit = new GroupCommit({
      database,
      write: prepareAppend(database),
      onCommitted: () => this.#commits.ring(),
      now,
    });
    this.#readStream = prepareReadStream(database);
  }

  async append(
    stream: string,
    events: readonly NewEvent[],
    options: { readonly expectedRevision: ExpectedRevision },
  ): Promise<{ readonly revision: number }> {
    this.#assertOpen();
    return this.#groupCommit.append(storedForm(stream, events, options.expectedRevision));
  }

  read(stream: string, { from = 0 }: { readonly from?: number } = {}): AsyncIterable<RecordedEvent> {
    this.#assertOpen();
    return this.#readStream(stream, from);
  }

  /** Ends when the signal aborts or the store is closed. @throws RangeError for a position that this store never gave */
  subscribe(options: {
    readonly prefixes: readonly string[];
    readonly after?: string;
    readonly signal: AbortSignal;
  }): AsyncIterable<SubscriptionMessage> {
    this.#assertOpen();
    const log = prepareFilteredLog(this.#database, options.prefixes);
    return subscription({
      log,
      after: options.after === undefined ? 0 : parsePosition(options.after, log.head()),
      signal: AbortSignal.any([options.signal, this.#closing.signal]),
      nextCommit: (signal) => this.#commits.wait(signal),
    });
  }

  /** Nothing to set up: nobody but this process writes the file. */
  async provision(): Promise<void> {
    this.#assertOpen();
  }

  async ping(): Promise<void> {
    this.#assertOpen();
    this.#database.prepare('SELECT 1').get();
  }

  /** Writes what waits, ends the subscriptions and lets the file go. */
  async close(): Promise<void> {
    if (this.#closing.signal.aborted) {
      return;
    }
    this.#groupCommit.flush();
    this.#closing.abort();
    this.#database.close();
    this.#lock.release();
  }

  #assertOpen(): void {
    if (this.#closing.signal.aborted) {
      throw new Error('The event store is closed.');
    }
  }
}

function parsePosition(position: string, head: number): number {
  const parsed = /^\d{1,15}$/.test(position) ? Number(position) : Number.NaN;
  if (!(parsed <= head)) {
    throw new RangeError(`Position ${position} is not one of this store, whose last is ${head}.`);
  }
  return parsed;
}
