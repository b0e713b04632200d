import type { Admin } from 'kafkajs';
import type { AdminAccess } from '../connection/admin-access.js';
import { TopicCatalogue } from './topic-catalogue.js';

function catalogueOver(look: (topic: string) => Promise<number>) {
  const asked: string[] = [];
  const fetchTopicMetadata: Admin['fetchTopicMetadata'] = async (options) => {
    const [name = ''] = options?.topics ?? [];
    asked.push(name);
    const count = await look(name);
    return { topics: [{ name, partitions: Array.from({ length: count }, () => ({}) as never) }] };
  };
  const ask: AdminAccess['ask'] = (question) => question({ fetchTopicMetadata } as Admin);
  return { catalogue: new TopicCatalogue({ ask }), asked };
}

describe('The catalogue of topics', () => {
  it('looks each topic up once, however many ask at once', async () => {
    const { catalogue, asked } = catalogueOver(async () => 12);
    expect(await Promise.all([1, 2, 3].map(() => catalogue.partitions('builds')))).toEqual([12, 12, 12]);
    expect(await catalogue.partitions('deploys')).toBe(12);
    expect(asked).toEqual(['builds', 'deploys']);
  });

  it.each(['UNKNOWN_TOPIC_OR_PARTITION', 'INVALID_TOPIC_EXCEPTION'])(
    'knows no topic of which Kafka says %s, and asks again next time',
    async (type) => {
      let there = false;
      const { catalogue } = catalogueOver(async () => {
        if (!there) throw Object.assign(new Error('refused'), { type });
        return 3;
      });
      await expect(catalogue.partitions('builds')).rejects.toMatchObject({
        code: 'unknown-topic',
        topic: 'builds',
      });
      there = true;
      expect(await catalogue.partitions('builds')).toBe(3);
    },
  );

  it('knows no topic without partitions', async () => {
    const { catalogue } = catalogueOver(async () => 0);
    await expect(catalogue.partitions('builds')).rejects.toMatchObject({ code: 'unknown-topic' });
  });

  it('does not take an outage for a topic that is missing', async () => {
    const outage = new Error('connect ECONNREFUSED');
    const { catalogue } = catalogueOver(() => Promise.reject(outage));
    await expect(catalogue.partitions('builds')).rejects.toBe(outage);
  });

  it('looks a topic up anew that it was to forget', async () => {
    const { catalogue, asked } = catalogueOver(async () => 12);
    await catalogue.partitions('builds');
    catalogue.forget('builds');
    await catalogue.partitions('builds');
    expect(asked).toHaveLength(2);
  });
});
