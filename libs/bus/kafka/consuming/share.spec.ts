import type { KafkaMessage } from 'kafkajs';
import type { Batch } from '../../port.js';
import { recordingLog } from '../../testing/recording-log.js';
import { Share, type Fetched, type ShareSettings } from './share.js';

const lost = (type: string) => Object.assign(new Error('refused'), { type });

/** A fetch of one record after the other from a partition. */
class Fetch {
  readonly commits: object[] = [];
  readonly resolved: string[] = [];
  heartbeat: () => Promise<void> = () => Promise.resolve();
  pauses = 0;

  of(partition: number, offsets: readonly string[]): Fetched {
    const messages = offsets.map(
      (offset) => ({ offset, timestamp: '0', key: null, value: null }) as KafkaMessage,
    );
    return {
      batch: { topic: 'builds', partition, messages },
      heartbeat: () => this.heartbeat(),
      resolveOffset: (offset) => void this.resolved.push(offset),
      commitOffsetsIfNecessary: async (offsets) => void this.commits.push(offsets ?? {}),
      pause: () => {
        this.pauses += 1;
        return () => undefined;
      },
    };
  }
}

function shareWith(handle: (batch: Batch) => Promise<void>, more: Partial<ShareSettings> = {}) {
  const log = recordingLog();
  const share = new Share({
    group: 'deploys',
    topics: ['builds'],
    maxBatch: 500,
    keepsProgress: true,
    rest: { firstMs: 1, mostMs: 1 },
    patienceMs: 60_000,
    log,
    handle,
    ...more,
  });
  return { share, fetch: new Fetch(), log };
}

describe('A member’s share of the partitions', () => {
  it('hands over what was fetched and keeps how far it is', async () => {
    const { share, fetch } = shareWith(() => Promise.resolve());
    expect(share.handled).toBe(false);
    await Promise.all([share.deliver(fetch.of(0, ['4', '5'])), share.deliver(fetch.of(1, ['7']))]);
    const kept = fetch.commits.flatMap((commit) => (commit as { topics: { partitions: object[] }[] }).topics);
    expect(kept.every((topic) => 'topic' in topic && topic.topic === 'builds')).toBe(true);
    expect(kept.flatMap(({ partitions }) => partitions)).toEqual(
      expect.arrayContaining([
        { partition: 0, offset: '6' },
        { partition: 1, offset: '8' },
      ]),
    );
    expect(share.handled).toBe(true);
  });

  it('keeps nothing for a reader', async () => {
    const { share, fetch } = shareWith(() => Promise.resolve(), { keepsProgress: false });
    await share.deliver(fetch.of(0, ['4']));
    expect([fetch.resolved, fetch.commits]).toEqual([['4'], []]);
  });

  it('logs a rejected batch with the place of its first record', async () => {
    const { share, fetch, log } = shareWith(() => Promise.reject(new Error('not yet')));
    await share.deliver(fetch.of(2, ['4', '5']));
    expect(log.lines).toMatchObject([
      { level: 'debug', data: { group: 'deploys', topic: 'builds', partition: 2, offset: '4' } },
    ]);
  });

  it('is busy until what is in hand is handled', async () => {
    const slow = Promise.withResolvers<void>();
    const { share, fetch } = shareWith(() => slow.promise, { patienceMs: 1 });
    expect(share.busy()).toBe(false);
    await share.deliver(fetch.of(0, ['4']));
    expect([share.busy(), await share.settles(1)]).toEqual([true, false]);
    slow.resolve();
    expect([await share.settles(1000), share.busy()]).toEqual([true, false]);
  });

  it('tells what is in hand when it joins again, and counts its progress until it has', async () => {
    let signal: AbortSignal | undefined;
    const slow = Promise.withResolvers<void>();
    const { share, fetch } = shareWith(
      (batch) => {
        signal = batch.signal;
        return slow.promise;
      },
      { patienceMs: 1 },
    );
    await share.deliver(fetch.of(0, ['4']));
    share.begin();
    expect(signal?.aborted).toBe(true);
    slow.resolve();
    await share.settles(1000);
    expect(fetch.resolved).toEqual(['4']);
    share.pass();
    await share.deliver(fetch.of(0, ['5']));
    expect(signal?.aborted).toBe(false);
  });

  it('counts no progress of before once it has joined again', async () => {
    const slow = Promise.withResolvers<void>();
    const { share, fetch } = shareWith(() => slow.promise, { patienceMs: 1 });
    await share.deliver(fetch.of(0, ['4']));
    share.begin();
    share.pass();
    slow.resolve();
    await share.settles(1000);
    expect([fetch.resolved, fetch.commits]).toEqual([[], []]);
  });

  it('takes nothing more once it is closed, and pauses what still comes', async () => {
    const { share, fetch } = shareWith(() => Promise.reject(new Error('never asked')));
    share.close();
    await share.deliver(fetch.of(0, ['4']));
    expect([fetch.pauses, fetch.resolved]).toEqual([1, []]);
  });

  it('stays closed through joining again', async () => {
    const { share, fetch } = shareWith(() => Promise.resolve());
    share.close();
    share.pass();
    await share.deliver(fetch.of(0, ['4']));
    expect(fetch.resolved).toEqual([]);
  });

  describe('the heartbeat of a batch', () => {
    it('does nothing about a failure that says nothing of the group', async () => {
      const { share, fetch } = shareWith((batch) => batch.heartbeat());
      fetch.heartbeat = () => Promise.reject(new Error('connect ECONNREFUSED'));
      await share.deliver(fetch.of(0, ['4']));
      expect(fetch.resolved).toEqual(['4']);
    });

    it.each(['REBALANCE_IN_PROGRESS', 'UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION'])(
      'rejects and tells the others after %s',
      async (type) => {
        let signal: AbortSignal | undefined;
        const { share, fetch } = shareWith(async (batch) => {
          signal = batch.signal;
          await batch.heartbeat();
        });
        fetch.heartbeat = () => Promise.reject(lost(type));
        await share.deliver(fetch.of(0, ['4']));
        expect([fetch.resolved, signal?.aborted]).toEqual([[], true]);
      },
    );

    it('rejects, and asks nobody, once the share has ended', async () => {
      const outcome = Promise.withResolvers<unknown>();
      const ended = Promise.withResolvers<void>();
      const { share, fetch } = shareWith(
        async (batch) => {
          await ended.promise;
          await batch.heartbeat().catch(outcome.resolve);
        },
        { patienceMs: 1 },
      );
      await share.deliver(fetch.of(0, ['4']));
      fetch.heartbeat = () => Promise.reject(new Error('asked all the same'));
      share.end('The consumer has crashed.');
      ended.resolve();
      expect(await outcome.promise).toEqual(new Error('The consumer has crashed.'));
    });
  });
});
