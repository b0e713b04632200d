import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { brokerAnswers } from './broker-answers.js';
import { startKafka, type RunningKafka } from './start-kafka.js';

describe('a broker of its own', () => {
  let folder: string;
  let kafka: RunningKafka;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kafka-'));
    kafka = await startKafka({ folder });
    const admin = client().admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic: 'records', numPartitions: 1 }] });
    await admin.disconnect();
  }, 180_000);

  afterAll(async () => {
    await kafka.stop();
    await rm(folder, { recursive: true });
  });

  const client = (): Kafka => new Kafka({ brokers: [kafka.brokers], logLevel: logLevel.NOTHING });

  async function send(value: string): Promise<void> {
    const producer = client().producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    await producer.send({ topic: 'records', messages: [{ value }] });
    await producer.disconnect();
  }

  async function read(count: number): Promise<(string | undefined)[]> {
    const consumer = client().consumer({ groupId: 'readers' });
    const values: (string | undefined)[] = [];
    await consumer.connect();
    await consumer.subscribe({ topic: 'records', fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      const eachMessage = async ({ message }: { message: { value: Buffer | null } }): Promise<void> => {
        values.push(message.value?.toString());
        if (values.length === count) resolve();
      };
      consumer.run({ autoCommit: false, eachMessage }).catch(reject);
    });
    await consumer.disconnect();
    return values;
  }

  it('has what was written before it was killed, and takes more', async () => {
    await send('before the kill');
    const { pid, brokers } = kafka;
    await kafka.kill('SIGKILL');
    expect(await brokerAnswers(brokers)).toBe(false);
    await kafka.restart();
    expect([kafka.brokers, kafka.pid === pid]).toEqual([brokers, false]);
    await send('after the kill');
    expect(await read(2)).toEqual(['before the kill', 'after the kill']);
  });

  it('starts again with the data of a broker that was stopped', async () => {
    await kafka.stop();
    kafka = await startKafka({ folder });
    const admin = client().admin();
    await admin.connect();
    expect(await admin.listTopics()).toContain('records');
    await admin.disconnect();
  });
});
