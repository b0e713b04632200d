import { jest } from '@jest/globals';
import type { Batch, IncomingRecord } from '../../port.js';
import { Lane, type Delivery, type LaneContext } from './lane.js';
import { Term } from './term.js';

function records(from: number, count: number): IncomingRecord[] {
  return Array.from({ length: count }, (_, at) => ({
    topic: 'builds',
    partition: 3,
    offset: String(from + at),
    timestamp: 0,
    key: null,
    value: null,
    headers: {},
  }));
}

/** A lane with everything that it tells, and a handler that the test replaces. */
class Setting {
  term = new Term();
  handle: (batch: Batch) => Promise<void> = () => Promise.resolve();
  readonly batches: string[][] = [];
  readonly kept: string[] = [];
  readonly resolved: string[] = [];
  readonly rests: number[] = [];
  readonly rejected: object[] = [];
  pauses = 0;
  resumes = 0;
  rested = Promise.withResolvers<void>();
  readonly lane: Lane;

  constructor(context: Partial<LaneContext> = {}) {
    this.lane = new Lane('builds', 3, {
      maxBatch: 500,
      patienceMs: 60_000,
      term: () => this.term,
      handle: (batch) => {
        this.batches.push(batch.records.map(({ offset }) => offset));
        return this.handle(batch);
      },
      keep: async (topic, partition, next) => void this.kept.push(`${topic} ${partition} ${next}`),
      rest: (rejections) => {
        this.rests.push(rejections);
        return this.rested.promise;
      },
      onRejected: (batch) => void this.rejected.push(batch),
      ...context,
    });
  }

  deliver(delivered: readonly IncomingRecord[]): Promise<void> {
    const delivery: Delivery = {
      records: delivered,
      resolve: (offset) => void this.resolved.push(offset),
      heartbeat: () => Promise.resolve(),
      pause: () => {
        this.pauses += 1;
        return () => void (this.resumes += 1);
      },
    };
    return this.lane.deliver(delivery);
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('The lane of a partition', () => {
  it('hands over what came, in batches that the consumer wants, and keeps progress after each', async () => {
    const setting = new Setting({ maxBatch: 2 });
    await setting.deliver(records(10, 5));
    expect(setting.batches).toEqual([['10', '11'], ['12', '13'], ['14']]);
    expect(setting.resolved).toEqual(['11', '13', '14']);
    expect(setting.kept).toEqual(['builds 3 12', 'builds 3 14', 'builds 3 15']);
    expect(setting.pauses).toBe(0);
  });

  it('counts offsets beyond what a number holds', async () => {
    const setting = new Setting();
    await setting.deliver([{ ...records(0, 1)[0], offset: '9007199254740993' } as IncomingRecord]);
    expect(setting.kept).toEqual(['builds 3 9007199254740994']);
  });

  it('says what the batch is, and passes on its signal and heartbeat', async () => {
    const setting = new Setting();
    let seen: Batch | undefined;
    setting.handle = async (batch) => void (seen = batch);
    await setting.deliver(records(0, 1));
    expect(seen).toMatchObject({ topic: 'builds', partition: 3 });
    expect(seen?.signal).toBe(setting.term.signal);
    await expect(seen?.heartbeat()).resolves.toBeUndefined();
  });

  it('waits for progress to be kept before more is fetched', async () => {
    const keeping = Promise.withResolvers<void>();
    const setting = new Setting({ keep: () => keeping.promise });
    let fetching = false;
    const delivered = setting.deliver(records(0, 1)).then(() => (fetching = true));
    await turn();
    expect([fetching, setting.lane.inHand === undefined]).toEqual([false, false]);
    keeping.resolve();
    await delivered;
    expect(setting.lane.inHand).toBeUndefined();
  });

  it.each([new Error('not yet'), new TypeError('a mistake'), new RangeError('another')])(
    'rests after a batch was rejected (%s), while everything else goes on',
    async (thrown) => {
      const setting = new Setting({ maxBatch: 2 });
      setting.handle = async ({ records: [first] }) => {
        if (first?.offset === '2') throw thrown;
      };
      await setting.deliver(records(0, 6));
      expect(setting.resolved).toEqual(['1']);
      expect(setting.rejected).toEqual([{ topic: 'builds', partition: 3, offset: '2' }]);
      await turn();
      expect([setting.pauses, setting.resumes, setting.rests]).toEqual([1, 0, [1]]);
      setting.rested.resolve();
      await turn();
      expect(setting.resumes).toBe(1);
    },
  );

  it('takes a handler that throws at once for one that rejects', async () => {
    const setting = new Setting();
    setting.handle = () => {
      throw new TypeError('a mistake');
    };
    await setting.deliver(records(0, 1));
    expect([setting.pauses, setting.resolved]).toEqual([1, []]);
  });

  it('rests longer from one rejection to the next, and shortly again after a success', async () => {
    const setting = new Setting();
    setting.rested.resolve();
    let fails = true;
    setting.handle = async () => {
      if (fails) throw new Error('not yet');
    };
    for (let times = 0; times < 3; times += 1) await setting.deliver(records(0, 1));
    fails = false;
    await setting.deliver(records(0, 1));
    fails = true;
    await setting.deliver(records(1, 1));
    await turn();
    expect(setting.rests).toEqual([1, 2, 3, 1]);
  });

  it('lets the others go on when handling takes long, and comes back when it is done', async () => {
    const setting = new Setting({ patienceMs: 5 });
    const slow = Promise.withResolvers<void>();
    setting.handle = () => slow.promise;
    await setting.deliver(records(0, 1));
    expect([setting.pauses, setting.resumes, setting.lane.inHand === undefined]).toEqual([1, 0, false]);
    slow.resolve();
    await setting.lane.inHand;
    await turn();
    expect([setting.resumes, setting.resolved, setting.kept]).toEqual([1, ['0'], ['builds 3 1']]);
  });

  it('rests also after a slow batch that was rejected', async () => {
    const setting = new Setting({ patienceMs: 5 });
    const slow = Promise.withResolvers<void>();
    setting.handle = () => slow.promise;
    await setting.deliver(records(0, 1));
    slow.reject(new Error('not yet'));
    await turn();
    expect([setting.rests, setting.resumes]).toEqual([[1], 0]);
    setting.rested.resolve();
    await turn();
    expect(setting.resumes).toBe(1);
  });

  it('never has two batches in hand: what comes too early is fetched again later', async () => {
    const setting = new Setting({ patienceMs: 5 });
    const slow = Promise.withResolvers<void>();
    setting.handle = () => slow.promise;
    await setting.deliver(records(0, 1));
    await setting.deliver(records(0, 1));
    expect(setting.batches).toHaveLength(1);
    slow.resolve();
    await turn();
    expect([setting.pauses, setting.resumes]).toEqual([2, 2]);
  });

  it('ends after the batch in hand when the term closes, and still keeps its progress', async () => {
    const setting = new Setting({ maxBatch: 1 });
    setting.handle = async () => setting.term.close('The consumer stops.');
    await setting.deliver(records(0, 3));
    expect([setting.batches, setting.kept, setting.pauses]).toEqual([[['0']], ['builds 3 1'], 0]);
  });

  it('does not rest after a batch that was given up since the term closed', async () => {
    const setting = new Setting();
    setting.handle = async ({ signal }) => {
      setting.term.close('The partitions are shared anew.');
      signal.throwIfAborted();
    };
    await setting.deliver(records(0, 1));
    expect([setting.rests, setting.rejected, setting.kept]).toEqual([[], [], []]);
  });

  it('keeps no progress of a term that is over', async () => {
    const setting = new Setting();
    setting.handle = async () => setting.term.end('The partitions are shared anew.');
    await setting.deliver(records(0, 1));
    expect([setting.resolved, setting.kept]).toEqual([[], []]);
  });

  it('hands nothing over in a closed term', async () => {
    const handle = jest.fn<() => Promise<void>>();
    const setting = new Setting();
    setting.handle = handle;
    setting.term.close('The consumer stops.');
    await setting.deliver(records(0, 1));
    expect(handle).not.toHaveBeenCalled();
  });
});
