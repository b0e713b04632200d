import { outgoingEvent } from '../protocol/outgoing.js';
import { unknownResult } from '../protocol/rpc-error.js';
import type { Store } from '../store/store.js';
import { isValidForwards, pageForwards } from './domain/all-page.js';
import { pageBackwards } from './domain/all-page-backwards.js';
import { START, type LogPosition } from './domain/log-position.js';
import { PAGE_SIZE, type FilterWindow } from './read-request.js';
import type { ReplySink } from './reply-sink.js';

/** A read of a part of everything. */
export interface AllRead {
  readonly from: LogPosition | 'start' | 'end';
  readonly direction: 'forwards' | 'backwards';
  readonly count: number;
  readonly window: FilterWindow | undefined;
}

/** Writes events of all streams; throws when the position is none that the server gave out. */
export async function readAll(store: Store, sink: ReplySink, read: AllRead): Promise<void> {
  const log = { events: store.events, count: store.keptEvents };
  const end = log.events[log.count - 1]?.next ?? 0;
  const forwards = read.direction === 'forwards';
  let at: LogPosition =
    read.from === 'start' ? START : read.from === 'end' ? { commit: end, prepare: end } : read.from;
  if (read.count === 0 || (forwards ? !isValidForwards(log, at) : at.commit > end))
    throw unknownResult(
      read.window === undefined ? 'ReadAllResult' : 'FilteredReadAllResult',
      'InvalidPosition',
    );
  const page = forwards ? pageForwards : pageBackwards;
  const limits = { maxCount: PAGE_SIZE, maxSearchWindow: read.window?.maxSearchWindow ?? Infinity };
  let left = read.count;
  while (left > 0 && !sink.isGone) {
    const { events, next, isEnd } = page(log, at, read.window?.filter, limits);
    for (const event of events.slice(0, left)) await sink.write(outgoingEvent(event));
    left -= events.length;
    if (isEnd) return;
    at = next;
  }
}
