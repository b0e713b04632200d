import { setTimeout } from 'node:timers/promises';
import type { ITopicConfig } from 'kafkajs';
import { UnknownTopic } from '../../errors.js';
import type { BusLog } from '../../log.js';
import type { AdminAccess } from '../connection/admin-access.js';
import { protocolErrorOf } from '../connection/protocol-error.js';
import { maxRecordSetBytes } from '../record-size.js';
import type { TopicCatalogue } from './topic-catalogue.js';

export interface TopicWish {
  readonly name: string;
  readonly partitions: number;
}

export interface Provisioning {
  readonly admin: Pick<AdminAccess, 'ask'>;
  readonly catalogue: Pick<TopicCatalogue, 'partitions'>;
  readonly log: BusLog;
}

const notYet: ReadonlySet<string | undefined> = new Set([
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_FOR_PARTITION',
  'UNKNOWN_TOPIC_OR_PARTITION',
]);
const betweenTriesMs = 100;
const mostTries = 100;

/** Copies of each record in a cluster of so many brokers, and how many of them have to be in sync. */
const mostReplicas = 3;

/**
 * Makes the topics that are missing: nothing in them is ever deleted, and every record of the bus fits in. A topic that
 * exists is left as it is; when it has another number of partitions the log says so.
 * @throws RangeError for a topic without partitions
 */
export async function provisionTopics(
  wishes: readonly TopicWish[],
  provisioning: Provisioning,
): Promise<void> {
  const impossible = wishes.find(({ partitions }) => !Number.isInteger(partitions) || partitions < 1);
  if (impossible) throw new RangeError(`Topic ${impossible.name} needs at least one partition.`);
  const { admin } = provisioning;
  const missing = await missingOf(wishes, provisioning);
  if (missing.length === 0) return;
  await admin.ask(async (asked) => {
    const { brokers } = await asked.describeCluster();
    await asked.createTopics({
      topics: missing.map((wish) => topicConfig(wish, brokers.length)),
      waitForLeaders: true,
    });
  });
  for (const { name } of missing) await untilItLeads(name, admin);
  await missingOf(missing, provisioning);
}

/**
 * A topic that was just made may be listed before its leaders have taken it up. A producer that came too early would
 * be refused for some partitions and then write to the others twice (kafkajs `sendMessages.js`).
 */
async function untilItLeads(topic: string, admin: Pick<AdminAccess, 'ask'>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await admin.ask((asked) => asked.fetchTopicOffsets(topic));
      return;
    } catch (error) {
      if (tries >= mostTries || !notYet.has(protocolErrorOf(error))) throw error;
      await setTimeout(betweenTriesMs);
    }
  }
}

async function missingOf(
  wishes: readonly TopicWish[],
  { catalogue, log }: Provisioning,
): Promise<TopicWish[]> {
  const missing: TopicWish[] = [];
  for (const wish of wishes) {
    try {
      const partitions = await catalogue.partitions(wish.name);
      if (partitions === wish.partitions) continue;
      log.error(
        { topic: wish.name, partitions, wanted: wish.partitions },
        'A topic has another number of partitions than it should have; it is left so, since a change would move keys to other partitions',
      );
    } catch (error) {
      if (!(error instanceof UnknownTopic)) throw error;
      missing.push(wish);
    }
  }
  return missing;
}

/** How a topic is made in a cluster of so many brokers. */
export function topicConfig({ name, partitions }: TopicWish, brokers: number): ITopicConfig {
  const replicas = Math.min(mostReplicas, brokers);
  const settings: Readonly<Record<string, string>> = {
    'cleanup.policy': 'delete',
    'retention.ms': '-1',
    'retention.bytes': '-1',
    'max.message.bytes': String(maxRecordSetBytes),
    ...(replicas === mostReplicas && { 'min.insync.replicas': '2' }),
  };
  return {
    topic: name,
    numPartitions: partitions,
    replicationFactor: replicas,
    configEntries: Object.entries(settings).map(([setting, value]) => ({ name: setting, value })),
  };
}
