import type { Message, Producer, ProducerRecord } from 'kafkajs';
import { UnknownTopic } from '../../errors.js';
import { partitioner } from './partitioner.js';
import { Publisher } from './publisher.js';

const partitionMetadata = Array.from({ length: 12 }, (_, partitionId) => ({
  partitionErrorCode: 0,
  partitionId,
  leader: 1,
  replicas: [1],
  isr: [1],
}));

/** @param lost partitions that kafkajs sends to nobody, and says nothing about */
function publisherTo(send: (record: ProducerRecord) => Promise<void>, lost: readonly number[] = []) {
  const forgotten: string[] = [];
  const place = partitioner();
  const producer: Pick<Producer, 'send'> = {
    send: async (record) => {
      const { topic, messages } = record;
      await send({ ...record, messages: messages.map((message) => ({ ...message })) });
      const partitions = new Set(messages.map((message) => place({ topic, partitionMetadata, message })));
      return [...partitions]
        .filter((partition) => !lost.includes(partition))
        .map((partition) => ({ topicName: topic, partition, errorCode: 0, baseOffset: '0' }));
    },
  };
  const catalogue = {
    partitions: async (topic: string) => {
      if (topic === 'mistyped') throw new UnknownTopic(topic);
      return 12;
    },
    forget: (topic: string) => void forgotten.push(topic),
  };
  return { publisher: new Publisher(producer, catalogue, ['kafka:9092']), forgotten };
}

const record = (value: string) => ({ key: 'acme', value });

describe('The publisher', () => {
  it('asks for all replicas in sync', async () => {
    const sent: ProducerRecord[] = [];
    const { publisher } = publisherTo(async (record) => void sent.push(record));
    await publisher.publish('builds', [record('a')]);
    expect(sent).toEqual([{ topic: 'builds', acks: -1, messages: [{ key: 'acme', value: 'a' }] }]);
  });

  it('lets no topic wait for another one', async () => {
    const stuck = Promise.withResolvers<void>();
    const { publisher } = publisherTo(({ topic }) => (topic === 'stuck' ? stuck.promise : Promise.resolve()));
    const waiting = publisher.publish('stuck', [record('a')]);
    await publisher.publish('builds', [record('a')]);
    stuck.resolve();
    await waiting;
    await publisher.idle();
  });

  it('sends nothing of a call with a record that is too large', async () => {
    let sends = 0;
    const { publisher } = publisherTo(async () => void (sends += 1));
    const large = { key: 'acme', value: Buffer.alloc(2 ** 20 + 1) };
    await expect(publisher.publish('builds', [record('a'), large])).rejects.toMatchObject({
      code: 'record-too-large',
    });
    expect(sends).toBe(0);
  });

  it('takes nothing to publish as done, and still knows the topics', async () => {
    let sends = 0;
    const { publisher } = publisherTo(async () => void (sends += 1));
    await publisher.publish('builds', []);
    await expect(publisher.publish('mistyped', [])).rejects.toMatchObject({ code: 'unknown-topic' });
    expect(sends).toBe(0);
  });

  it('says that it does not know when kafkajs fails, also over its own mistakes', async () => {
    const { publisher } = publisherTo(() => Promise.reject(new TypeError('Cannot read properties of null')));
    const failure = publisher.publish('builds', [record('a')]);
    await expect(failure).rejects.toMatchObject({ name: 'BusUnreachable', code: 'bus-unreachable' });
    await expect(failure).rejects.toThrow(/kafka:9092.*builds/);
  });

  it('does not take for published what no broker has confirmed', async () => {
    const message: Message = { key: 'globex', value: 'b' };
    const [lost] = [partitioner()({ topic: 'builds', partitionMetadata, message })];
    const { publisher } = publisherTo(async () => undefined, [lost]);
    await publisher.publish('builds', [record('a')]);
    const failure = publisher.publish('builds', [record('a'), { key: 'globex', value: 'b' }]);
    await expect(failure).rejects.toMatchObject({ code: 'bus-unreachable' });
    await expect(failure).rejects.toThrow(`partition ${lost} of builds`);
  });

  it('looks a topic up anew that is gone', async () => {
    const gone = Object.assign(new Error('This server does not host it.'), {
      type: 'UNKNOWN_TOPIC_OR_PARTITION',
    });
    const { publisher, forgotten } = publisherTo(() => Promise.reject(gone));
    await expect(publisher.publish('builds', [record('a')])).rejects.toMatchObject({ code: 'unknown-topic' });
    expect(forgotten).toEqual(['builds']);
  });
});
