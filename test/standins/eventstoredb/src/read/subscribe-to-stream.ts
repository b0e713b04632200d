import { outgoingEvent } from '../protocol/outgoing.js';
import { caughtUpReply } from '../protocol/read-reply.js';
import { streamDeleted } from '../protocol/rpc-error.js';
import type { Store } from '../store/store.js';
import { readableEvents } from './domain/readable-range.js';
import type { Subscription } from './subscriptions.js';

/** From where on a stream is wanted; the revision itself is not. */
export interface StreamSubscriptionStart {
  readonly stream: string;
  readonly from: number | 'start' | 'end';
}

/**
 * Feeds a subscription to a stream, which need not exist yet: first what there is, then `caught up`, then what comes.
 * Throws when the stream is deleted for ever, before or meanwhile
 * (EventStore.Core/Services/Transport/Enumerators/Enumerator.StreamSubscription.cs).
 */
export async function subscribeToStream(
  store: Store,
  subscription: Subscription,
  { stream, from }: StreamSubscriptionStart,
): Promise<void> {
  if (store.isTombstoned(stream)) throw streamDeleted(stream);
  const last = store.eventsOf(stream).length - 1;
  let next = from === 'start' ? 0 : from === 'end' ? last + 1 : from + 1;
  await subscription.confirm();
  const readable = readableEvents(store.eventsOf(stream), store.metadataOf(stream), Date.now()) ?? [];
  for (const event of readable) {
    if (event.revision < next) continue;
    if (subscription.isOver) return;
    await subscription.write(outgoingEvent(event));
    next = event.revision + 1;
  }
  next = Math.max(next, last + 1);
  if (subscription.isOver) return;
  await subscription.write(caughtUpReply());
  while (!subscription.isOver) {
    const event = store.eventsOf(stream)[next];
    if (event === undefined) {
      if (store.isTombstoned(stream)) throw await tombstoneOf(store, subscription, stream);
      await subscription.news();
      continue;
    }
    await subscription.write(outgoingEvent(event));
    next += 1;
  }
}

async function tombstoneOf(store: Store, subscription: Subscription, stream: string): Promise<Error> {
  const tombstone = store.events.findLast((event) => event.stream === stream);
  if (tombstone !== undefined) await subscription.write(outgoingEvent(tombstone));
  return streamDeleted(stream);
}
