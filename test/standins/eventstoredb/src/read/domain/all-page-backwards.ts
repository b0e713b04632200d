import type { RecordedEvent } from '../../log/domain/recorded-event.js';
import { indexAt, type AllPage, type KeptLog, type PageLimits } from './all-page.js';
import { passes, type EventFilter } from './event-filter.js';
import { comparePositions, positionOf, type LogPosition } from './log-position.js';

/**
 * The page of events that end at or before a position, the latest first
 * (EventStore.Core/Services/Storage/ReaderIndex/AllReader.cs, `ReadAllEventsBackwardInternal`).
 */
export function pageBackwards(
  log: KeptLog,
  from: LogPosition,
  filter: EventFilter | undefined,
  { maxCount, maxSearchWindow }: PageLimits,
): AllPage {
  const events: RecordedEvent[] = [];
  let next = from;
  let considered = 0;
  let index = indexAt(log, from.commit) - 1;
  while (events.length < maxCount && considered < maxSearchWindow) {
    const event = log.events[index];
    if (event === undefined) return { events, next, isEnd: true, considered };
    index -= 1;
    if (comparePositions({ commit: event.next, prepare: event.next }, from) > 0) continue;
    considered += 1;
    if (passes(filter, event)) events.push(event);
    next = positionOf(event);
  }
  return { events, next, isEnd: false, considered };
}
