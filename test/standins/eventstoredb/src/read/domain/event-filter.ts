import type { RecordedEvent } from '../../log/domain/recorded-event.js';

/** Which events of everything a client wants. */
export type EventFilter = {
  readonly on: 'stream' | 'type';
} & ({ readonly prefixes: readonly string[] } | { readonly regex: RegExp });

/** Whether the filter lets an event through; without a filter every event. */
export function passes(filter: EventFilter | undefined, { stream, type }: RecordedEvent): boolean {
  if (filter === undefined) return true;
  const text = filter.on === 'stream' ? stream : type;
  return 'regex' in filter
    ? filter.regex.test(text)
    : filter.prefixes.some((prefix) => text.startsWith(prefix));
}
