import type { PublishedEvent } from '#libs/contracts';
import { aDeployDeleted, aDeployRegistered, recordOf } from '#libs/contracts/testing';
import { Unprocessable } from '../errors.js';
import type { Batch, IncomingRecord, OutgoingRecord } from '../port.js';
import { countingMetrics } from '../testing/counting-metrics.js';
import { recordingLog } from '../testing/recording-log.js';
import { consumeBatch, type Consumption } from './consume-batch.js';

const topic = 'sleuth.deploys.v1';
const events = ['a', 'b', 'c', 'd'].map((letter) => aDeployRegistered({ sha: letter.repeat(40) }));
const goodRecords = events.map((event, at) => recordOf(event, String(at)));
const garbage: IncomingRecord = { ...recordOf(aDeployDeleted(), '9'), value: Buffer.from('{"broken') };

describe('Consuming a batch', () => {
  let published: { topic: string; records: readonly OutgoingRecord[] }[];
  let handled: PublishedEvent[][];
  let sleeps: number[];
  let heartbeats: number;
  let log: ReturnType<typeof recordingLog>;
  let metrics: ReturnType<typeof countingMetrics>;

  beforeEach(() => {
    [published, handled, sleeps, heartbeats] = [[], [], [], 0];
    [log, metrics] = [recordingLog(), countingMetrics()];
  });

  const consume = (records: readonly IncomingRecord[], changes: Partial<Consumption> = {}) => {
    const batch: Batch = {
      topic,
      partition: 0,
      records,
      signal: new AbortController().signal,
      heartbeat: async () => void (heartbeats += 1),
    };
    return consumeBatch(batch, {
      bus: { publish: async (to, some) => void published.push({ topic: to, records: some }) },
      group: 'builds',
      log,
      metrics,
      sleep: async (ms) => void sleeps.push(ms),
      now: () => new Date('2026-11-23T12:00:00Z'),
      random: () => 0,
      handle: async (some) => void handled.push([...some]),
      ...changes,
    });
  };
  const reasons = () =>
    published.flatMap(({ records }) => records.map(({ headers }) => headers?.['x-dead-letter-reason']));

  it('hands over the events decoded, in order, in one call', async () => {
    await consume(goodRecords);
    expect(handled).toEqual([events]);
    expect(published).toEqual([]);
    expect(metrics.sums).toEqual({ [`handled ${topic} builds`]: 4 });
  });

  it('sets aside what is no event, with its reason, and hands over the rest', async () => {
    await consume([...goodRecords.slice(0, 2), garbage, ...goodRecords.slice(2)]);
    expect(handled).toEqual([events]);
    expect(published).toMatchObject([
      { topic: 'sleuth.deploys.v1.builds.dead-letters', records: [{ value: garbage.value }] },
    ]);
    expect(reasons()).toEqual(['malformed-json']);
    expect(log.lines).toMatchObject([
      {
        level: 'error',
        data: { topic, group: 'builds', partition: 0, offset: '9', reason: 'malformed-json' },
      },
    ]);
  });

  it('calls no handler when nothing is an event', async () => {
    await consume([garbage, { ...garbage, offset: '10' }]);
    expect(handled).toEqual([]);
    expect(reasons()).toEqual(['malformed-json', 'malformed-json']);
    expect(metrics.sums).toEqual({
      [`handled ${topic} builds`]: 0,
      [`dead-lettered ${topic} builds malformed-json`]: 2,
    });
  });

  it('sets aside what the handler says it can never handle, and counts only the others as handled', async () => {
    await consume(goodRecords, {
      handle: async (some) => {
        if (some.some(({ data }) => 'sha' in data && data.sha.startsWith('c')))
          throw new Unprocessable('no-such-repository', 'It is not ours.');
        handled.push([...some]);
      },
    });
    expect(handled.flat().map(({ id }) => id)).toEqual([0, 1, 3].map((at) => events[at]?.id));
    expect(published[0]?.records).toMatchObject([
      {
        value: goodRecords[2]?.value,
        headers: {
          'x-dead-letter-offset': '2',
          'x-dead-letter-group': 'builds',
          'x-dead-letter-reason': 'no-such-repository',
          'x-dead-letter-detail': 'It is not ours.',
          'x-dead-letter-attempts': '1',
          'x-dead-letter-failed-at': '2026-11-23T12:00:00.000Z',
        },
      },
    ]);
    expect(metrics.sums[`handled ${topic} builds`]).toBe(3);
  });

  it('retries in place with growing delays and a heartbeat before and after each', async () => {
    let tries = 0;
    await consume(goodRecords, {
      handle: async () => {
        if ((tries += 1) < 4) throw new Error('no database');
      },
    });
    expect(sleeps).toEqual([100, 200, 400]);
    expect(heartbeats).toBe(6);
    expect(metrics.sums).toEqual({ [`retried ${topic} builds`]: 3, [`handled ${topic} builds`]: 4 });
    expect(published).toEqual([]);
  });

  it('leaves the batch for later when it does not get better, says so, and sets nothing aside', async () => {
    const consumed = consume([garbage, ...goodRecords], {
      handle: () => Promise.reject(new Error('no database')),
    });
    await expect(consumed).rejects.toThrow('no database');
    expect(published).toEqual([]);
    expect(metrics.sums).toEqual({ [`retried ${topic} builds`]: 5, [`rested ${topic} builds`]: 1 });
    expect(log.lines.at(-1)).toMatchObject({
      level: 'warn',
      data: { topic, group: 'builds', partition: 0, offset: '9', err: new Error('no database') },
    });
  });

  it('leaves the batch for later when the dead letter cannot be written', async () => {
    const consumed = consume([...goodRecords, garbage], {
      bus: { publish: () => Promise.reject(new Error('bus is down')) },
    });
    await expect(consumed).rejects.toThrow('bus is down');
    expect(handled).toEqual([events]);
    expect(metrics.sums[`rested ${topic} builds`]).toBe(1);
    expect(metrics.sums[`dead-lettered ${topic} builds malformed-json`]).toBeUndefined();
  });

  it('leaves the batch for later when the group has moved on while it waited', async () => {
    const consumed = consume(goodRecords, {
      handle: () => Promise.reject(new Error('no database')),
      sleep: () => Promise.reject(new Error('taken away')),
    });
    await expect(consumed).rejects.toThrow('taken away');
    expect(handled).toEqual([]);
  });

  it('says nothing about the content of a record in the log', async () => {
    await consume([{ ...garbage, value: Buffer.from('{"planted-secret') }]);
    expect(JSON.stringify(log.lines)).not.toContain('planted-secret');
  });
});
