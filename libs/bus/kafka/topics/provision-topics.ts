import kafkajs, { type ITopicConfig } from 'kafkajs';
import { BusUnusable, UnknownTopic } from '../../errors.js';
import type { BusLog } from '../../log.js';
import type { AdminAccess } from '../connection/admin-access.js';
import type { TopicCatalogue } from './topic-catalogue.js';
import { newTopicSettings, settingNames, unfitSettings } from './topic-settings.js';
import { whenReady, type Patience } from './when-ready.js';

/** Node.js finds no named export of this one in the package, which is CommonJS. */
const { ConfigResourceTypes } = kafkajs;

export interface TopicWish {
  readonly name: string;
  readonly partitions: number;
}

export interface Provisioning {
  readonly admin: Pick<AdminAccess, 'ask'>;
  readonly catalogue: Pick<TopicCatalogue, 'partitions'>;
  readonly log: BusLog;
}

const patience: Patience = {
  notYet: new Set(['LEADER_NOT_AVAILABLE', 'NOT_LEADER_FOR_PARTITION', 'UNKNOWN_TOPIC_OR_PARTITION']),
  betweenTriesMs: 100,
  mostTries: 100,
};

/** Copies of each record in a cluster of so many brokers, and how many of them have to be in sync. */
const mostReplicas = 3;

/**
 * Makes the topics that are missing: nothing in them is ever deleted, and every record of the bus fits in. A topic that
 * exists is left as it is; when it has another number of partitions the log says so.
 * @throws RangeError for a topic without partitions
 * @throws BusUnusable when topics are set to what the bus cannot work with; says which and what they have to be set to
 */
export async function provisionTopics(
  wishes: readonly TopicWish[],
  provisioning: Provisioning,
): Promise<void> {
  const impossible = wishes.find(({ partitions }) => !Number.isInteger(partitions) || partitions < 1);
  if (impossible) throw new RangeError(`Topic ${impossible.name} needs at least one partition.`);
  const missing = await missingOf(wishes, provisioning);
  if (missing.length > 0) {
    await make(missing, provisioning);
    await missingOf(missing, provisioning);
  }
  await refuseUnfitSettings(wishes, provisioning);
}

async function make(missing: readonly TopicWish[], { admin, log }: Provisioning): Promise<void> {
  const brokers = await admin.ask(async (asked) => (await asked.describeCluster()).brokers.length);
  if (brokers > 1 && brokers < mostReplicas)
    log.warn(
      { brokers, copies: brokers, wanted: mostReplicas, topics: missing.map(({ name }) => name) },
      'Fewer brokers are alive than there should be copies of each record; the new topics have one per broker until somebody gives them more',
    );
  const topics = missing.map((wish) => topicConfig(wish, brokers));
  await admin.ask((asked) => asked.createTopics({ topics, waitForLeaders: false }));
  for (const { name } of missing) await untilItLeads(name, admin);
}

async function refuseUnfitSettings(wishes: readonly TopicWish[], { admin }: Provisioning): Promise<void> {
  if (wishes.length === 0) return;
  const resources = wishes.map(({ name }) => ({
    type: ConfigResourceTypes.TOPIC,
    name,
    configNames: [...settingNames],
  }));
  const described = await whenReady(
    () => admin.ask((asked) => asked.describeConfigs({ resources, includeSynonyms: false })),
    patience,
  );
  const unfit = described.resources.flatMap(({ resourceName, configEntries }) => {
    const found = new Map(configEntries.map(({ configName, configValue }) => [configName, configValue]));
    return unfitSettings(found).map((phrase) => `${resourceName}: ${phrase}`);
  });
  if (unfit.length > 0)
    throw new BusUnusable(
      `Topics are set otherwise than they have to be; set them with kafka-configs --alter, or take another TOPIC_PREFIX. ${unfit.join('; ')}.`,
    );
}

/**
 * A topic that was just made may be listed before its leaders have taken it up, or not be known to the broker that is
 * asked, at which kafkajs' own wait gives up (kafkajs `admin/index.js`). A producer that came too early would
 * be refused for some partitions and then write to the others twice (kafkajs `sendMessages.js`).
 */
async function untilItLeads(topic: string, admin: Pick<AdminAccess, 'ask'>): Promise<void> {
  await whenReady(() => admin.ask((asked) => asked.fetchTopicOffsets(topic)), patience);
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
    ...newTopicSettings,
    ...(replicas === mostReplicas && { 'min.insync.replicas': '2' }),
  };
  return {
    topic: name,
    numPartitions: partitions,
    replicationFactor: replicas,
    configEntries: Object.entries(settings).map(([setting, value]) => ({ name: setting, value })),
  };
}
