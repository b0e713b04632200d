import type { EventStore, RecordedEvent, SubscriptionMessage } from './port.js';

/**
 * The same store for an installation that shares its engine with others: streams carry the prefix at the engine, and
 * do not in what callers say and see.
 */
export function withStreamPrefix(store: EventStore, prefix: string): EventStore {
  if (prefix === '') return store;
  const added = (stream: string) => `${prefix}${stream}`;
  const bare = (event: RecordedEvent): RecordedEvent => ({
    ...event,
    stream: event.stream.slice(prefix.length),
  });

  return {
    append: (stream, events, options) => store.append(added(stream), events, options),
    read: (stream, options) => mapped(store.read(added(stream), options), bare),
    subscribe: ({ prefixes, ...options }) =>
      mapped(
        store.subscribe({ ...options, prefixes: prefixes.map(added) }),
        (message): SubscriptionMessage =>
          message.kind === 'event' ? { ...message, event: bare(message.event) } : message,
      ),
    provision: () => store.provision(),
    ping: () => store.ping(),
    close: () => store.close(),
  };
}

async function* mapped<Item>(
  items: AsyncIterable<Item>,
  change: (item: Item) => Item,
): AsyncGenerator<Item, void, undefined> {
  for await (const item of items) yield change(item);
}
