import { randomUUID } from 'node:crypto';
import { ConfigResourceTypes, Kafka, logLevel, type Admin } from 'kafkajs';
import type { Bus } from '../../port.js';
import { recordingLog } from '../../testing/recording-log.js';
import { openKafkaBus } from '../open-kafka-bus.js';
import { kafkaBrokers } from '../testing/kafka-brokers.js';

describe('Provisioning a real Kafka', () => {
  let admin: Admin;
  let bus: Bus;
  let name: string;

  beforeAll(async () => {
    const [brokers, clientId] = [kafkaBrokers(), 'provisioning-spec'];
    admin = new Kafka({ brokers, clientId, logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    bus = await openKafkaBus({ brokers, clientId, log: recordingLog() });
  });
  beforeEach(() => {
    name = `provisioning.${randomUUID()}`;
  });
  afterEach(() => admin.deleteTopics({ topics: [name] }));
  afterAll(async () => {
    await bus.close();
    await admin.disconnect();
  });

  async function settings(): Promise<Record<string, string>> {
    const { resources } = await admin.describeConfigs({
      resources: [{ type: ConfigResourceTypes.TOPIC, name }],
      includeSynonyms: false,
    });
    const entries = resources[0]?.configEntries ?? [];
    return Object.fromEntries(entries.map(({ configName, configValue }) => [configName, configValue]));
  }

  it('makes topics that delete nothing, take the largest record and store what any client can read', async () => {
    await bus.provision([{ name, partitions: 3 }]);
    expect(await settings()).toMatchObject({
      'cleanup.policy': 'delete',
      'retention.ms': '-1',
      'retention.bytes': '-1',
      'max.message.bytes': '2097152',
      'compression.type': 'uncompressed',
    });
    await bus.provision([{ name, partitions: 3 }]);
  });

  it('refuses a topic that somebody made with the broker’s defaults, and leaves it so', async () => {
    await admin.createTopics({ topics: [{ topic: name, numPartitions: 3 }] });
    const before = await settings();
    const refused = bus.provision([{ name, partitions: 3 }]);
    await expect(refused).rejects.toMatchObject({ code: 'bus-unusable' });
    await expect(refused).rejects.toThrow(`${name}: retention.ms is 604800000 and has to be -1`);
    expect(await settings()).toEqual(before);
  });
});
