import { AppendRefused, OutcomeUnknown, RevisionConflict } from '../errors.js';
import type { ExpectedRevision, NewEvent } from '../port.js';
import { within } from './client/within.js';
import type { Connection } from './connection.js';
import { readStream } from './read-stream.js';
import { storeError } from './store-error.js';
import { proposedEvent, type ProposedEvent } from './translation/event-shapes.js';
import { classify, reasonOf } from './translation/failure.js';
import { toRevision } from './translation/revision.js';

/** An append with its events as the client takes them. */
export interface Append {
  readonly stream: string;
  readonly events: readonly ProposedEvent[];
  readonly expectedRevision: ExpectedRevision;
}

/** How much longer than the call's own deadline is waited for it, in ms: the client's promise may never settle. */
const GRACE = 500;

/**
 * Takes the append's content as it is now.
 * @throws RangeError when there is nothing to append
 * @throws TypeError when the content is not JSON-shaped
 */
export function proposedAppend(
  stream: string,
  events: readonly NewEvent[],
  expectedRevision: ExpectedRevision,
): Append {
  if (events.length === 0) {
    throw new RangeError(`There is nothing to append to ${stream}.`);
  }
  return { stream, events: events.map(proposedEvent), expectedRevision };
}

/**
 * Appends, once more when another node turns out to lead. Never takes much longer than the append time-out.
 * @returns the revision of the last event
 * @throws RevisionConflict, OutcomeUnknown, AppendRefused, EventStoreUnusable
 */
export async function append(connection: Connection, wanted: Append): Promise<{ readonly revision: number }> {
  try {
    return await attempt(connection, wanted);
  } catch (error) {
    if (classify(error).kind !== 'not-leader') {
      return settle(connection, wanted, error);
    }
  }
  return attempt(connection, wanted).catch((error: unknown) => settle(connection, wanted, error));
}

async function attempt(connection: Connection, { stream, events, expectedRevision }: Append) {
  const { appendTimeout, clients, closing } = connection;
  const { nextExpectedRevision } = await clients.call((client) =>
    within(
      client.appendToStream(stream, [...events], {
        expectedRevision: expectedRevision === 'no-stream' ? 'no_stream' : BigInt(expectedRevision),
        requiresLeader: true,
        deadline: appendTimeout,
      }),
      { ms: appendTimeout + GRACE, closing },
    ),
  );
  return { revision: toRevision(nextExpectedRevision) };
}

/** What a failed append comes to. */
async function settle(
  connection: Connection,
  wanted: Append,
  error: unknown,
): Promise<{ readonly revision: number }> {
  const { stream } = wanted;
  const failure = classify(error);
  switch (failure.kind) {
    case 'conflict':
      return earlierAppend(connection, wanted, failure.actual);
    case 'login-refused':
    case 'access-denied':
      throw storeError(error, connection.hosts);
    case 'stream-deleted':
      throw new AppendRefused(stream, 'it was deleted at the event store.', { cause: error });
    case 'refused':
    case 'stream-not-found':
      throw new AppendRefused(stream, reasonOf(error), { cause: error });
    case 'not-leader':
    case 'no-answer':
      throw new OutcomeUnknown(stream, { cause: error });
  }
}

/**
 * Behind a stream that has moved on: whether it was this very append that moved it, earlier, and only its answer was
 * lost. The server recognises most repeats by itself, but promises it for none.
 */
async function earlierAppend(
  connection: Connection,
  { stream, events, expectedRevision }: Append,
  actual: ExpectedRevision,
) {
  const first = expectedRevision === 'no-stream' ? 0 : expectedRevision + 1;
  const last = first + events.length - 1;
  const conflict = new RevisionConflict(stream, expectedRevision, actual);
  if (actual === 'no-stream' || actual < last) {
    throw conflict;
  }
  const stored: string[] = [];
  try {
    for await (const { id } of readStream(connection, stream, { from: first, count: events.length })) {
      stored.push(id);
    }
  } catch (cause) {
    throw new OutcomeUnknown(stream, { cause });
  }
  if (events.every(({ id }, index) => stored[index]?.toLowerCase() === id.toLowerCase())) {
    return { revision: last };
  }
  throw conflict;
}
