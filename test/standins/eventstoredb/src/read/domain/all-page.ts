import type { RecordedEvent } from '../../log/domain/recorded-event.js';
import { passes, type EventFilter } from './event-filter.js';
import { comparePositions, positionOf, type LogPosition } from './log-position.js';

/** The events of the log that may be read: the first `count` of `events`. */
export interface KeptLog {
  readonly events: readonly RecordedEvent[];
  readonly count: number;
}

/** How much one page may hold, and how far it may look for it. */
export interface PageLimits {
  readonly maxCount: number;
  /** How many events are looked at, whether or not they pass the filter. */
  readonly maxSearchWindow: number;
}

/** A part of the log. */
export interface AllPage {
  readonly events: readonly RecordedEvent[];
  /** Where the next page begins. */
  readonly next: LogPosition;
  readonly isEnd: boolean;
  /** How many events were looked at. */
  readonly considered: number;
}

/** Index of the first event that begins at or behind an offset. */
export function indexAt({ events, count }: KeptLog, offset: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((events[middle]?.position ?? Infinity) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether a position is one that the server gave out: nought, where a record begins, or anywhere behind the last one. */
export function isValidForwards(log: KeptLog, { commit }: LogPosition): boolean {
  const event = log.events[indexAt(log, commit)];
  return (
    commit === 0 || event === undefined || event.position === commit || indexAt(log, commit) >= log.count
  );
}

/**
 * The page that begins at a position, which is inclusive (EventStore.Core/Services/Storage/ReaderIndex/AllReader.cs,
 * `ReadAllEventsForwardInternal`). That the log ends is only known when a page has room left there.
 */
export function pageForwards(
  log: KeptLog,
  from: LogPosition,
  filter: EventFilter | undefined,
  { maxCount, maxSearchWindow }: PageLimits,
): AllPage {
  const events: RecordedEvent[] = [];
  let next = from;
  let considered = 0;
  let index = indexAt(log, from.commit);
  while (events.length < maxCount && considered < maxSearchWindow) {
    const event = index < log.count ? log.events[index] : undefined;
    if (event === undefined) return { events, next, isEnd: true, considered };
    index += 1;
    if (comparePositions(positionOf(event), from) < 0) continue;
    considered += 1;
    if (passes(filter, event)) events.push(event);
    next = { commit: event.next, prepare: 0 };
  }
  return { events, next, isEnd: false, considered };
}
