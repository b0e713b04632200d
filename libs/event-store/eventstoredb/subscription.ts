import { START, streamNameFilter, type AllStreamResolvedEvent, type Position } from '@eventstore/db-client';
import type { SubscriptionMessage } from '../port.js';
import { messagesOf } from './client/messages-of.js';
import type { Connection } from './connection.js';
import { storeError } from './store-error.js';
import { recordedEvent } from './translation/event-shapes.js';
import { toPosition, toText } from './translation/position.js';

/** How many events the server looks through at a time, and after how many such times it tells how far it is. */
const SEARCH_WINDOW = 500;
const WINDOWS_PER_CHECKPOINT = 2;

/** What the subscription's stream holds: the client's events and, put in where they came, our notes of what it only tells. */
type Message = AllStreamResolvedEvent | Note;
type Note = { readonly note: 'caught-up' } | { readonly note: 'checkpoint'; readonly at: Position };

interface Wanted {
  readonly prefixes: readonly string[];
  /** A place to begin behind. Default: the beginning. */
  readonly after?: string;
  readonly signal: AbortSignal;
}

/**
 * A catch-up subscription to `$all`, filtered at the server by the beginnings of the streams' names. Ends when the
 * signal aborts, and when the server ends it, which it may do without a word.
 * @throws EventStoreUnreachable, EventStoreUnusable, EventUnreadable; RangeError for an `after` of another kind of store
 */
export async function* subscription(
  { clients, closing, hosts }: Connection,
  { prefixes, after, signal }: Wanted,
): AsyncGenerator<SubscriptionMessage, void, undefined> {
  if (signal.aborted) {
    return;
  }
  const fromPosition = after === undefined ? START : toPosition(after);
  try {
    const receiving = clients.current.subscribeToAll({
      fromPosition,
      filter: streamNameFilter({
        prefixes: [...prefixes],
        maxSearchWindow: SEARCH_WINDOW,
        checkpointInterval: WINDOWS_PER_CHECKPOINT,
        checkpointReached: async (_, at) => note({ note: 'checkpoint', at }),
      }),
    });
    const note = (said: Note): void => {
      receiving.push(said);
    };
    receiving.on('caughtUp', () => note({ note: 'caught-up' }));
    const messages = messagesOf<Message>(receiving, {
      cancel: () => receiving.unsubscribe(),
      signal: AbortSignal.any([signal, closing]),
    });
    yield* translated(messages, prefixes);
  } catch (error) {
    throw storeError(error, hosts);
  }
}

/** The messages of the port. The server says again that it has caught up whenever it had fallen behind: once is enough. */
async function* translated(
  messages: AsyncIterable<Message>,
  prefixes: readonly string[],
): AsyncGenerator<SubscriptionMessage, void, undefined> {
  let caughtUp = false;
  for await (const message of messages) {
    if (!('note' in message)) {
      const { event } = message;
      // The server compares by the rules of a language, the port letter by letter.
      if (event !== undefined && prefixes.some((prefix) => event.streamId.startsWith(prefix))) {
        yield { kind: 'event', event: recordedEvent(event) };
      }
    } else if (message.note === 'checkpoint') {
      yield { kind: 'checkpoint', position: toText(message.at) };
    } else if (!caughtUp) {
      caughtUp = true;
      yield { kind: 'caught-up' };
    }
  }
}
