import type { Admin, ITopicConfig, ResourceConfigQuery } from 'kafkajs';
import { UnknownTopic } from '../../errors.js';
import { recordingLog } from '../../testing/recording-log.js';
import type { AdminAccess } from '../connection/admin-access.js';
import { provisionTopics, topicConfig } from './provision-topics.js';

const wanted = settingsOf(topicConfig({ name: 'builds', partitions: 1 }, 1));

function settingsOf(config: ITopicConfig): Record<string, string> {
  return Object.fromEntries(config.configEntries?.map(({ name, value }) => [name, value]) ?? []);
}

type CreateTopics = Parameters<Admin['createTopics']>[0];

/** A cluster with these topics. */
class FakeCluster {
  readonly topics: Map<string, number>;
  readonly made: ITopicConfig[] = [];
  readonly log = recordingLog();
  refusals: string[] = [];
  refusalsOfSettings: string[] = [];
  brokers = 3;
  /** What is set otherwise than the bus sets it. */
  set: Readonly<Record<string, string>> = {};
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
      describeCluster: async () => ({ brokers: Array(this.brokers).fill({}) }),
      describeConfigs: async ({ resources }: { resources: ResourceConfigQuery[] }) => {
        refuseNext(this.refusalsOfSettings);
        return { resources: resources.map(({ name }) => this.#settings(name)) };
      },
      createTopics: async ({ topics, waitForLeaders }: CreateTopics) => {
        this.rival?.(topics);
        const missing = topics.filter(({ topic }) => !this.topics.has(topic));
        this.made.push(...missing);
        for (const { topic, numPartitions = 1 } of missing) this.topics.set(topic, numPartitions);
        if (waitForLeaders !== false) refuseNext(this.refusals);
        return missing.length > 0;
      },
      fetchTopicOffsets: async () => {
        refuseNext(this.refusals);
        return [];
      },
    } as unknown as Admin);

  #settings(resourceName: string) {
    const entries = Object.entries({ ...wanted, 'segment.ms': '1', ...this.set });
    return {
      resourceName,
      configEntries: entries.map(([configName, configValue]) => ({ configName, configValue })),
    };
  }

  async #partitions(name: string): Promise<number> {
    const partitions = this.topics.get(name);
    if (partitions === undefined) throw new UnknownTopic(name);
    return partitions;
  }
}

function refuseNext(refusals: string[]): void {
  const type = refusals.shift();
  if (type !== undefined) throw Object.assign(new Error('refused'), { type });
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
      'compression.type': 'uncompressed',
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
    cluster.refusals = ['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE', 'NOT_LEADER_FOR_PARTITION'];
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

  it.each([
    ['cleanup.policy', 'compact', 'delete'],
    ['cleanup.policy', 'compact,delete', 'delete'],
    ['retention.ms', '604800000', '-1'],
    ['retention.bytes', '1073741824', '-1'],
    ['max.message.bytes', '1048588', 'at least 2097152'],
    ['compression.type', 'producer', 'uncompressed or gzip'],
    ['compression.type', 'zstd', 'uncompressed or gzip'],
  ])('refuses a topic whose %s is %s, has to be %s, and leaves it as it is', async (name, is, hasToBe) => {
    const cluster = new FakeCluster({ builds: 12 });
    cluster.set = { [name]: is };
    const refused = cluster.provision({ name: 'builds', partitions: 12 });
    await expect(refused).rejects.toMatchObject({ code: 'bus-unusable' });
    await expect(refused).rejects.toThrow(`builds: ${name} is ${is} and has to be ${hasToBe}`);
  });

  it('refuses all that is wrong at once, after it has made what was missing', async () => {
    const cluster = new FakeCluster({ builds: 12, deploys: 12 });
    cluster.set = { 'retention.ms': '1', 'retention.bytes': '2' };
    const wishes = ['builds', 'deploys', 'new'].map((name) => ({ name, partitions: 12 }));
    const refused = cluster.provision(...wishes);
    for (const text of ['builds: retention.ms', 'builds: retention.bytes', 'deploys: retention.ms'])
      await expect(refused).rejects.toThrow(text);
    expect(cluster.made).toMatchObject([{ topic: 'new' }]);
  });

  it.each([
    ['compression.type', 'gzip'],
    ['max.message.bytes', '4194304'],
  ])('takes a topic whose %s is %s', async (name, is) => {
    const cluster = new FakeCluster({ builds: 12 });
    cluster.set = { [name]: is };
    await cluster.provision({ name: 'builds', partitions: 12 });
    expect(cluster.log.lines).toEqual([]);
  });

  it('looks at the settings again when the broker that is asked does not know a new topic yet', async () => {
    const cluster = new FakeCluster();
    cluster.refusalsOfSettings = ['UNKNOWN_TOPIC_OR_PARTITION'];
    await cluster.provision({ name: 'builds', partitions: 12 });
    expect(cluster.refusalsOfSettings).toEqual([]);
  });

  it.each([
    [1, 1, []],
    [2, 2, [{ level: 'warn', data: { brokers: 2, copies: 2, wanted: 3 } }]],
    [3, 3, []],
  ])(
    'with %d brokers makes %d copies, and warns of a cluster that lacks one',
    async (brokers, copies, lines) => {
      const cluster = new FakeCluster();
      cluster.brokers = brokers;
      await cluster.provision({ name: 'builds', partitions: 12 });
      expect(cluster.made).toMatchObject([{ replicationFactor: copies }]);
      expect(cluster.log.lines).toMatchObject(lines);
    },
  );

  it.each([0, -1, 1.5, NaN])('refuses a topic of %d partitions', async (partitions) => {
    const cluster = new FakeCluster();
    await expect(cluster.provision({ name: 'builds', partitions })).rejects.toBeInstanceOf(RangeError);
    expect(cluster.made).toEqual([]);
  });
});
