import type { RecordedEvent } from '../log/domain/recorded-event.js';
import { outgoingEvent } from '../protocol/outgoing.js';
import { caughtUpReply, checkpointReply } from '../protocol/read-reply.js';
import { invalidPosition } from '../protocol/rpc-error.js';
import type { Store } from '../store/store.js';
import { indexAt, isValidForwards, pageForwards, type KeptLog } from './domain/all-page.js';
import { passes } from './domain/event-filter.js';
import { START, comparePositions, positionOf, type LogPosition } from './domain/log-position.js';
import { PAGE_SIZE, type FilterWindow } from './read-request.js';
import type { Subscription } from './subscriptions.js';

/** From where on everything is wanted; the position itself is not. */
export interface AllSubscriptionStart {
  readonly from: LogPosition | 'start' | 'end';
  readonly window: FilterWindow | undefined;
}

const kept = (store: Store): KeptLog => ({ events: store.events, count: store.keptEvents });

/**
 * Feeds a subscription to everything, in the order of the log: first what there is, page by page, then `caught up`, then
 * what comes. With a filter it is also told how far it has come
 * (EventStore.Core/Services/Transport/Enumerators/Enumerator.AllSubscription.cs and …AllSubscriptionFiltered.cs).
 */
export async function subscribeToAll(
  store: Store,
  subscription: Subscription,
  { from, window }: AllSubscriptionStart,
): Promise<void> {
  await subscription.confirm();
  const log = kept(store);
  const last = log.events[log.count - 1];
  const lastPosition = last === undefined ? START : positionOf(last);
  const after = from === 'end' ? lastPosition : from;
  const isLive = after !== 'start' && comparePositions(after, lastPosition) >= 0;
  const reached = isLive ? after : await catchUp(store, subscription, after, window);
  if (subscription.isOver) return;
  await subscription.write(caughtUpReply());
  await feedLive(store, subscription, reached, window);
}

/** Sends what there is behind a position; gives the position that the subscription has reached then. */
async function catchUp(
  store: Store,
  subscription: Subscription,
  after: LogPosition | 'start',
  window: FilterWindow | undefined,
): Promise<LogPosition> {
  let reached = after === 'start' ? undefined : after;
  let at = reached ?? START;
  let sinceCheckpoint = 0;
  const limits = { maxCount: PAGE_SIZE, maxSearchWindow: window?.maxSearchWindow ?? Infinity };
  while (!subscription.isOver) {
    if (!isValidForwards(kept(store), at)) throw invalidPosition();
    const page = pageForwards(kept(store), at, window?.filter, limits);
    for (const event of page.events) {
      if (subscription.isOver) return at;
      if (reached !== undefined && comparePositions(positionOf(event), reached) <= 0) continue;
      await subscription.write(outgoingEvent(event));
      reached = positionOf(event);
    }
    sinceCheckpoint += page.considered;
    const isDue = window !== undefined && sinceCheckpoint >= window.checkpointInterval;
    if (page.isEnd || isDue) {
      if (isDue) sinceCheckpoint %= window.checkpointInterval;
      if (reached === undefined || comparePositions(reached, at) < 0) reached = at;
      if (window !== undefined) await subscription.write(checkpointReply(reached));
    }
    if (page.isEnd) return reached ?? at;
    at = page.next;
  }
  return at;
}

/** Sends what comes, as it comes. */
async function feedLive(
  store: Store,
  subscription: Subscription,
  after: LogPosition,
  window: FilterWindow | undefined,
): Promise<void> {
  let index = indexAt(kept(store), after.commit);
  let sinceCheckpoint = 0;
  while (!subscription.isOver) {
    const event = index < store.keptEvents ? store.events[index] : undefined;
    if (event === undefined) {
      await subscription.news();
      continue;
    }
    index += 1;
    if (comparePositions(positionOf(event), after) <= 0) continue;
    sinceCheckpoint = await sendLive(subscription, event, window, sinceCheckpoint + 1);
  }
}

/** Sends an event and the checkpoint that is due behind it; gives how many events lie behind the last checkpoint. */
async function sendLive(
  subscription: Subscription,
  event: RecordedEvent,
  window: FilterWindow | undefined,
  sinceCheckpoint: number,
): Promise<number> {
  if (passes(window?.filter, event)) await subscription.write(outgoingEvent(event));
  if (window === undefined || sinceCheckpoint < window.checkpointInterval) return sinceCheckpoint;
  await subscription.write(checkpointReply(positionOf(event)));
  return 0;
}
