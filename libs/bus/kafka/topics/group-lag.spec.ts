import type { Admin } from 'kafkajs';
import type { AdminAccess } from '../connection/admin-access.js';
import { GroupLag } from './group-lag.js';

/** A broker that knows ten records, of which groups have handled four. */
class FakeBroker {
  refusals: string[] = [];
  asked = 0;
  readonly lag = new GroupLag({ ask: (question) => this.#ask(question) }, 1);

  readonly #ask: AdminAccess['ask'] = async (question) => {
    this.asked += 1;
    return question({
      fetchTopicOffsets: async () => [{ partition: 0, low: '0', high: '10', offset: '10' }],
      fetchOffsets: async ({ topics }: { topics: string[] }) => {
        const type = this.refusals.shift();
        if (type !== undefined) throw Object.assign(new Error('refused'), { type });
        return topics.map((topic) => ({ topic, partitions: [{ partition: 0, offset: '4' }] }));
      },
    } as unknown as Admin);
  };
}

describe('The lag of a group', () => {
  let broker: FakeBroker;
  beforeEach(() => {
    broker = new FakeBroker();
  });

  it('is what it has not handled', async () => {
    expect(await broker.lag.of('deploys', 'builds')).toBe(6);
  });

  it('is asked for once, however many want it at once', async () => {
    const all = [1, 2, 3].map(() => broker.lag.of('deploys', 'builds'));
    const other = [broker.lag.of('deploys', 'projects'), broker.lag.of('builds', 'builds')];
    expect(await Promise.all([...all, ...other])).toEqual([6, 6, 6, 6, 6]);
    expect(broker.asked).toBe(3);
  });

  it('is asked for anew afterwards, also after a failure', async () => {
    broker.refusals = ['GROUP_AUTHORIZATION_FAILED'];
    await expect(broker.lag.of('deploys', 'builds')).rejects.toMatchObject({
      type: 'GROUP_AUTHORIZATION_FAILED',
    });
    expect(await broker.lag.of('deploys', 'builds')).toBe(6);
    expect(await broker.lag.of('deploys', 'builds')).toBe(6);
    expect(broker.asked).toBe(3);
  });

  it('waits for brokers that have just started', async () => {
    broker.refusals = [
      'GROUP_COORDINATOR_NOT_AVAILABLE',
      'GROUP_LOAD_IN_PROGRESS',
      'NOT_COORDINATOR_FOR_GROUP',
      'LEADER_NOT_AVAILABLE',
      'NOT_LEADER_FOR_PARTITION',
    ];
    expect(await broker.lag.of('deploys', 'builds')).toBe(6);
    expect(broker.refusals).toEqual([]);
  });

  it('is not waited for for ever', async () => {
    broker.refusals = Array<string>(1000).fill('NOT_COORDINATOR_FOR_GROUP');
    await expect(broker.lag.of('deploys', 'builds')).rejects.toMatchObject({
      type: 'NOT_COORDINATOR_FOR_GROUP',
    });
  });
});
