import { outgoingEvent } from '../protocol/outgoing.js';
import { streamNotFoundReply } from '../protocol/read-reply.js';
import { streamDeleted, unknownResult } from '../protocol/rpc-error.js';
import type { Store } from '../store/store.js';
import { readableEvents } from './domain/readable-range.js';
import type { ReplySink } from './reply-sink.js';

/** A read of a part of a stream. */
export interface StreamRead {
  readonly stream: string;
  /** Inclusive. */
  readonly from: number | 'start' | 'end';
  readonly direction: 'forwards' | 'backwards';
  readonly count: number;
}

/** Writes the events of a stream, or that there is none; throws when it is deleted for ever. */
export async function readStream(store: Store, sink: ReplySink, read: StreamRead): Promise<void> {
  const { stream, count } = read;
  if (store.isTombstoned(stream)) throw streamDeleted(stream);
  if (count === 0) throw unknownResult('ReadStreamResult', 'Error');
  const events = readableEvents(store.eventsOf(stream), store.metadataOf(stream), Date.now());
  if (events === undefined) return sink.write(streamNotFoundReply(stream));
  const from = revisionOf(read.from);
  const ordered =
    read.direction === 'forwards'
      ? events.filter(({ revision }) => revision >= from)
      : events.filter(({ revision }) => revision <= from).reverse();
  for (const event of ordered.slice(0, count)) {
    if (sink.isGone) return;
    await sink.write(outgoingEvent(event));
  }
}

function revisionOf(from: StreamRead['from']): number {
  switch (from) {
    case 'start':
      return 0;
    case 'end':
      return Infinity;
    default:
      return from;
  }
}
