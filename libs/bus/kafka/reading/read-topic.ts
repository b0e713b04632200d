import { randomUUID } from 'node:crypto';
import { BusClosed, BusUnreachable } from '../../errors.js';
import type { BusLog } from '../../log.js';
import type { Consumer, IncomingRecord, Subscription } from '../../port.js';
import type { AdminAccess } from '../connection/admin-access.js';
import { errorText } from '../connection/protocol-error.js';
import { settlesWithin } from '../deadline.js';
import type { TopicCatalogue } from '../topics/topic-catalogue.js';
import { HandOver } from './hand-over.js';
import { Stretches } from './stretches.js';

export interface Reading {
  readonly admin: Pick<AdminAccess, 'ask'>;
  readonly catalogue: Pick<TopicCatalogue, 'partitions'>;
  /** Joins a group that keeps no progress. */
  readonly join: (subscription: Subscription) => Promise<Consumer>;
  readonly brokers: readonly string[];
  readonly log: BusLog;
}

const lookAgainMs = 5000;
const mostSilenceMs = 120_000;

/**
 * What lies in the topic now, one partition after the other, while the others' next records are fetched ahead. kafkajs
 * fetches for groups only, so this is a group that is gone afterwards, named after the topic so that an account which
 * may use what begins with a prefix may use it too. Fetching waits until what was fetched is taken.
 * @throws UnknownTopic
 */
export async function* readTopic(topic: string, reading: Reading): AsyncGenerator<readonly IncomingRecord[]> {
  await reading.catalogue.partitions(topic);
  const spans = () => reading.admin.ask((admin) => admin.fetchTopicOffsets(topic));
  const stretches = new Stretches(await spans());
  if (stretches.current === undefined) return;
  const fetched = new Map<number, HandOver<readonly IncomingRecord[]>>();
  const of = (partition: number) => {
    const handOver = fetched.get(partition) ?? new HandOver();
    fetched.set(partition, handOver);
    return handOver;
  };
  const group = `${topic}.reader.${randomUUID()}`;
  const reader = await reading.join({
    group,
    topics: [topic],
    handle: ({ partition, records, signal }) => of(partition).give(records, signal),
  });
  const ended = reader.done.then(() => Promise.reject(new BusClosed()));
  ended.catch(() => undefined);
  try {
    let silentMs = 0;
    for (let current = stretches.current; current !== undefined; current = stretches.current) {
      const wanted = stretches.take(of(current).take() ?? []);
      if (wanted.length > 0) {
        yield wanted;
        continue;
      }
      const heard = await Promise.race([settlesWithin(of(current).news(), lookAgainMs), ended]);
      silentMs = heard ? 0 : silentMs + lookAgainMs;
      if (silentMs >= mostSilenceMs)
        throw new BusUnreachable(reading.brokers, `nothing came of ${topic} for ${silentMs} ms`);
      if (silentMs > 0) stretches.skip(await spans());
    }
  } finally {
    await reader.stop();
    await forget(group, reading);
  }
}

async function forget(group: string, { admin, log }: Reading): Promise<void> {
  try {
    await admin.ask((asked) => asked.deleteGroups([group]));
  } catch (error) {
    log.debug({ group, reason: errorText(error) }, 'The group of a reader was left to expire');
  }
}
