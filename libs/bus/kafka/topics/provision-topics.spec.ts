import type { Admin, ITopicConfig } from 'kafkajs';
import { UnknownTopic } from '../../errors.js';
import { recordingLog } from '../../testing/recording-log.js';
import type { AdminAccess } from '../connection/admin-access.js';
import { provisionTopics, topicConfig } from './provision-topics.js';

function settingsOf(config: ITopicConfig): Record<string, string> {
  return Object.fromEntries(config.configEntries?.map(({ name, value }) => [name, value]) ?? []);
}

/** A cluster with these topics. */
class FakeCluster {
  readonly topics: Map<string, number>;
  readonly made: ITopicConfig[] = [];
  readonly log = recordingLog();
  refusals: string[] = [];
  /** Makes the topics in the name of somebody else, just before. */
  rival: ((wanted: readonly ITopicConfig[]) => void) | undefined;

  constructor(topics: Readonly<Record<string, number>> = {}) {
    this.topics = new Map(Object.entries(topics));
  }

  provision(...wishes: readonly { name: string; partitions: number }[]): Promise<void> {
    return provisionTopics(wishes, {
      admin: { ask: this.#ask },
      catalogue: { partitions: (name) => this.#partitions(name) },
      log: this.log,
    });
  }

  readonly #ask: AdminAccess['ask'] = (question) =>
    question({
      describeCluster: async () => ({ brokers: [{}, {}, {}] }),
      createTopics: async ({ topics }: { topics: ITopicConfig[] }) => {
        this.rival?.(topics);
        const missing = topics.filter(({ topic }) => !this.topics.has(topic));
        this.made.push(...missing);
        for (const { topic, numPartitions = 1 } of missing) this.topics.set(topic, numPartitions);
        return missing.length > 0;
      },
      fetchTopicOffsets: async () => {
        const type = this.refusals.shift();
        if (type !== undefined) throw Object.assign(new Error('refused'), { type });
        return [];
      },
    } as unknown as Admin);

  async #partitions(name: string): Promise<number> {
    const partitions = this.topics.get(name);
    if (partitions === undefined) throw new UnknownTopic(name);
    return partitions;
  }
}

describe('A topic', () => {
  it('is made so that nothing in it is ever deleted and the largest record fits in', () => {
    const config = topicConfig({ name: 'builds', partitions: 12 }, 1);
    expect(config).toMatchObject({ topic: 'builds', numPartitions: 12, replicationFactor: 1 });
    const settings = settingsOf(config);
    expect(settings).toMatchObject({
      'cleanup.policy': 'delete',
      'retention.ms': '-1',
      'retention.bytes': '-1',
    });
    expect(Number(settings['max.message.bytes'])).toBeGreaterThan(1024 * 1024 + 64 * 1024);
  });

  it.each([
    [1, 1, undefined],
    [2, 2, undefined],
    [3, 3, '2'],
    [9, 3, '2'],
  ])(
    'in a cluster of %d brokers has %d copies, of which %s have to be in sync',
    (brokers, copies, inSync) => {
      const config = topicConfig({ name: 'builds', partitions: 12 }, brokers);
      expect(config.replicationFactor).toBe(copies);
      expect(settingsOf(config)['min.insync.replicas']).toBe(inSync);
    },
  );
});

describe('Provisioning', () => {
  it('makes what is missing and leaves the rest alone', async () => {
    const cluster = new FakeCluster({ deploys: 3 });
    await cluster.provision({ name: 'builds', partitions: 12 }, { name: 'deploys', partitions: 3 });
    expect(cluster.made).toMatchObject([{ topic: 'builds', numPartitions: 12, replicationFactor: 3 }]);
    expect(cluster.log.lines).toEqual([]);
  });

  it('makes nothing twice', async () => {
    const cluster = new FakeCluster();
    await cluster.provision({ name: 'builds', partitions: 12 });
    await cluster.provision({ name: 'builds', partitions: 12 });
    expect(cluster.made).toHaveLength(1);
  });

  it('leaves a topic with another number of partitions as it is, and says so', async () => {
    const cluster = new FakeCluster({ builds: 3 });
    await cluster.provision({ name: 'builds', partitions: 12 });
    expect(cluster.made).toEqual([]);
    expect(cluster.log.lines).toMatchObject([
      { level: 'error', data: { topic: 'builds', partitions: 3, wanted: 12 } },
    ]);
  });

  it('is content when somebody else makes the topic at the same time, and looks at what they made', async () => {
    const cluster = new FakeCluster();
    cluster.rival = (wanted) => wanted.forEach(({ topic }) => cluster.topics.set(topic, 6));
    await cluster.provision({ name: 'builds', partitions: 12 });
    expect(cluster.made).toEqual([]);
    expect(cluster.log.lines).toMatchObject([{ level: 'error', data: { partitions: 6, wanted: 12 } }]);
  });

  it('waits until the leaders of a new topic have taken it up', async () => {
    const cluster = new FakeCluster();
    cluster.refusals = ['LEADER_NOT_AVAILABLE', 'NOT_LEADER_FOR_PARTITION', 'UNKNOWN_TOPIC_OR_PARTITION'];
    await cluster.provision({ name: 'builds', partitions: 12 });
    expect(cluster.refusals).toEqual([]);
  });

  it('does not wait for a leader that refuses for another reason', async () => {
    const cluster = new FakeCluster();
    cluster.refusals = ['TOPIC_AUTHORIZATION_FAILED'];
    await expect(cluster.provision({ name: 'builds', partitions: 12 })).rejects.toMatchObject({
      type: 'TOPIC_AUTHORIZATION_FAILED',
    });
  });

  it.each([0, -1, 1.5, NaN])('refuses a topic of %d partitions', async (partitions) => {
    const cluster = new FakeCluster();
    await expect(cluster.provision({ name: 'builds', partitions })).rejects.toBeInstanceOf(RangeError);
    expect(cluster.made).toEqual([]);
  });
});
