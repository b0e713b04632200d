import { jest } from '@jest/globals';
import type { EachBatchPayload } from 'kafkajs';
import type { Batch } from '../../port.js';
import { recordingLog } from '../../testing/recording-log.js';
import { FakeConsumer } from '../testing/fake-consumer.js';
import { Session } from './session.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

function sessionOf(
  consumer: FakeConsumer,
  handle: (batch: Batch) => Promise<void> = () => Promise.resolve(),
) {
  const log = recordingLog();
  const session = new Session({
    client: consumer.client,
    group: 'deploys',
    topics: ['builds'],
    maxBatch: 500,
    keepsProgress: true,
    rest: { firstMs: 1, mostMs: 1 },
    patienceMs: 1,
    fetchWaitMs: 250,
    log,
    handle,
  });
  return { session, log };
}

function fetched(consumer: FakeConsumer): Promise<void> {
  const message = { offset: '4', timestamp: '0', key: null, value: null };
  const payload = {
    batch: { topic: 'builds', partition: 0, messages: [message] },
    heartbeat: () => Promise.resolve(),
    resolveOffset: () => void consumer.calls.push('resolve'),
    commitOffsetsIfNecessary: async () => void consumer.calls.push('commit'),
    pause: () => () => undefined,
  };
  return (
    consumer.running?.eachBatch?.(payload as unknown as EachBatchPayload) ??
    Promise.reject(new Error('not run'))
  );
}

describe('A session', () => {
  let consumer: FakeConsumer;
  beforeEach(() => {
    consumer = new FakeConsumer();
  });

  it('begins at the beginning, and leaves progress to the bus', async () => {
    const { session } = sessionOf(consumer);
    await session.start();
    expect(consumer.calls).toEqual([
      'connect',
      'subscribe {"topics":["builds"],"fromBeginning":true}',
      'run',
    ]);
    expect(consumer.running).toMatchObject({ autoCommit: false, eachBatchAutoResolve: false });
    expect(consumer.running?.partitionsConsumedConcurrently).toBeGreaterThan(1);
    await session.stop();
  });

  it('keeps the progress of what is in hand before it leaves', async () => {
    const slow = Promise.withResolvers<void>();
    const { session } = sessionOf(consumer, () => slow.promise);
    await session.start();
    await fetched(consumer);
    const stopped = session.stop();
    await turn();
    expect(consumer.calls).not.toContain('disconnect');
    slow.resolve();
    await stopped;
    expect(consumer.calls.slice(-3)).toEqual(['resolve', 'commit', 'disconnect']);
    expect(session.handled).toBe(true);
  });

  it('stops although kafkajs never answers its good-bye, or refuses it', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    const { session } = sessionOf(consumer);
    await session.start();
    consumer.leaving = () => new Promise(() => undefined);
    const stopped = session.stop();
    await jest.advanceTimersByTimeAsync(10_000);
    await stopped;
    jest.useRealTimers();
    consumer.leaving = () => Promise.reject(new Error('not connected'));
    await expect(session.stop()).resolves.toBeUndefined();
  });

  it('stops although a handler never ends, and says so', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    const { session, log } = sessionOf(consumer, () => new Promise(() => undefined));
    await session.start();
    const delivered = fetched(consumer);
    await jest.advanceTimersByTimeAsync(10);
    await delivered;
    const stopped = session.stop();
    await jest.advanceTimersByTimeAsync(30_000);
    await stopped;
    jest.useRealTimers();
    expect(log.lines).toMatchObject([{ level: 'warn', data: { group: 'deploys' } }]);
  });

  it('leaves again when it was stopped while it joined', async () => {
    const joining = Promise.withResolvers<void>();
    consumer.joining = () => joining.promise;
    const { session } = sessionOf(consumer);
    const started = session.start();
    await turn();
    const stopped = session.stop();
    joining.resolve();
    await Promise.all([started, stopped]);
    expect(consumer.calls.at(-1)).toBe('disconnect');
  });

  it('says with which error it crashed, and counts nothing that is still in hand', async () => {
    const slow = Promise.withResolvers<void>();
    const { session } = sessionOf(consumer, () => slow.promise);
    await session.start();
    await fetched(consumer);
    const error = new Error('crash');
    consumer.emit('CRASH', { error, restart: false });
    expect(await session.crashed).toBe(error);
    slow.resolve();
    expect(await session.settles(1000)).toBe(true);
    expect(consumer.calls).not.toContain('resolve');
    await session.stop();
  });

  it('is given up when nothing is heard of kafkajs for minutes', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    const { session } = sessionOf(consumer);
    await session.start();
    for (let minute = 0; minute < 10; minute += 1) {
      await jest.advanceTimersByTimeAsync(60_000);
      consumer.emit('FETCH_START', {});
    }
    expect(consumer.calls).not.toContain('disconnect');
    await jest.advanceTimersByTimeAsync(300_000);
    expect(await session.crashed).toEqual(new Error('Nothing was heard of the consumer for 180000 ms.'));
    expect(consumer.calls).toContain('disconnect');
    jest.useRealTimers();
  });

  it('rejects when there is no way to the group', async () => {
    consumer.connecting = () => Promise.reject(new Error('connect ECONNREFUSED'));
    const { session } = sessionOf(consumer);
    await expect(session.start()).rejects.toThrow('ECONNREFUSED');
    await session.stop();
  });
});
