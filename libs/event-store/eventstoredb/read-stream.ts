import type { ResolvedEvent } from '@eventstore/db-client';
import { EventStoreUnreachable } from '../errors.js';
import type { RecordedEvent } from '../port.js';
import { messagesOf } from './client/messages-of.js';
import type { Connection } from './connection.js';
import { storeError } from './store-error.js';
import { recordedEvent } from './translation/event-shapes.js';
import { classify } from './translation/failure.js';

interface Range {
  /** First revision. */
  readonly from: number;
  /** Most events. Default: all. */
  readonly count?: number;
}

/**
 * Reads the stream's events upwards, from the leader, so that what was appended is there; nothing for a stream that is
 * not there. Tries once more when, before the first event, the connection turns out to be lost or another node to lead.
 * @throws EventStoreUnreachable, EventStoreUnusable, EventUnreadable
 */
export async function* readStream(
  connection: Connection,
  stream: string,
  range: Range,
): AsyncGenerator<RecordedEvent, void, undefined> {
  let again = true;
  for (;;) {
    try {
      for await (const event of eventsOf(connection, stream, range)) {
        again = false;
        yield event;
      }
      return;
    } catch (error) {
      if (classify(error).kind === 'stream-not-found') {
        return;
      }
      const failure = storeError(error, connection.hosts);
      if (!again || connection.closing.aborted || !(failure instanceof EventStoreUnreachable)) {
        throw failure;
      }
      again = false;
    }
  }
}

/** Reads once. The first answer tells whether the client works. */
async function* eventsOf(
  { clients, closing, readTimeout }: Connection,
  stream: string,
  { from, count }: Range,
) {
  const { resolved, first } = await clients.call(async (client) => {
    const reading = client.readStream(stream, {
      fromRevision: BigInt(from),
      ...(count === undefined ? {} : { maxCount: count }),
      requiresLeader: true,
    });
    const resolved = messagesOf<ResolvedEvent>(reading, {
      cancel: () => reading.cancel(),
      signal: closing,
      patience: readTimeout,
    });
    return { resolved, first: await resolved.next() };
  });
  try {
    for (let next = first; next.done !== true; next = await resolved.next()) {
      if (next.value.event !== undefined) {
        yield recordedEvent(next.value.event);
      }
    }
  } finally {
    await resolved.return();
  }
}
