import type { Batch, Bus, IncomingRecord } from './port.js';

/**
 * The same bus for an installation that shares its engine with others: topics and groups carry the prefix at the
 * engine, and do not in what callers say and see.
 */
export function withTopicPrefix(bus: Bus, prefix: string): Bus {
  if (prefix === '') return bus;
  const added = (name: string) => `${prefix}${name}`;
  const bare = (name: string) => name.slice(prefix.length);
  const bareRecord = (record: IncomingRecord): IncomingRecord => ({ ...record, topic: bare(record.topic) });
  const bareBatch = (batch: Batch): Batch => ({
    topic: bare(batch.topic),
    partition: batch.partition,
    records: batch.records.map(bareRecord),
    signal: batch.signal,
    heartbeat: () => batch.heartbeat(),
  });

  return {
    provision: (topics) => bus.provision(topics.map((topic) => ({ ...topic, name: added(topic.name) }))),
    publish: (topic, records) => bus.publish(added(topic), records),
    subscribe: (subscription) =>
      bus.subscribe({
        ...subscription,
        group: added(subscription.group),
        topics: subscription.topics.map(added),
        handle: (batch) => subscription.handle(bareBatch(batch)),
      }),
    read: (topic) => mapped(bus.read(added(topic)), bareRecord),
    lag: (group, topic) => bus.lag(added(group), added(topic)),
    ping: () => bus.ping(),
    close: () => bus.close(),
  };
}

async function* mapped(
  batches: AsyncIterable<readonly IncomingRecord[]>,
  change: (record: IncomingRecord) => IncomingRecord,
): AsyncGenerator<readonly IncomingRecord[]> {
  for await (const records of batches) yield records.map(change);
}
