import { jest } from '@jest/globals';
import { recordingLog } from '../../testing/recording-log.js';
import { Progress, type Reached } from './progress.js';

const reached = (partition: number, offset: string, topic = 'builds'): Reached => ({
  topic,
  partition,
  offset,
});

/** Commits that settle when the test says so. */
function commits() {
  const sent: (readonly Reached[])[] = [];
  const open: PromiseWithResolvers<void>[] = [];
  const progress = new Progress((reached) => {
    sent.push(reached);
    const answer = Promise.withResolvers<void>();
    open.push(answer);
    return answer.promise;
  }, recordingLog());
  return {
    progress,
    sent,
    confirm: () => open.shift()?.resolve(),
    refuse: (error: Error) => open.shift()?.reject(error),
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const failure = (type: string) => Object.assign(new Error('refused'), { type });

describe('Progress', () => {
  it('is kept when the commit is', async () => {
    const { progress, sent, confirm } = commits();
    let kept = false;
    const keeping = progress.keep(reached(0, '5')).then(() => (kept = true));
    await turn();
    expect([sent, kept]).toEqual([[[reached(0, '5')]], false]);
    confirm();
    await keeping;
  });

  it('that is reported during a commit goes with the next one, all partitions together, the latest of each', async () => {
    const { progress, sent, confirm } = commits();
    const all = [progress.keep(reached(0, '5'))];
    await turn();
    all.push(progress.keep(reached(1, '7')), progress.keep(reached(0, '6')), progress.keep(reached(0, '9')));
    all.push(progress.keep(reached(0, '2', 'deploys')));
    confirm();
    await turn();
    confirm();
    await Promise.all(all);
    expect(sent).toEqual([[reached(0, '5')], [reached(1, '7'), reached(0, '9'), reached(0, '2', 'deploys')]]);
  });

  it('that could not be kept lets nobody wait, and goes with the next report', async () => {
    const { progress, sent, confirm, refuse } = commits();
    const first = progress.keep(reached(0, '5'));
    refuse(new Error('connect ECONNREFUSED'));
    await first;
    const second = progress.keep(reached(1, '7'));
    confirm();
    await second;
    expect(sent[1]).toEqual([reached(0, '5'), reached(1, '7')]);
    progress.forget();
  });

  it('never goes back to what was reported before a commit failed', async () => {
    const { progress, sent, confirm, refuse } = commits();
    const first = progress.keep(reached(0, '5'));
    const second = progress.keep(reached(0, '9'));
    refuse(new Error('connect ECONNREFUSED'));
    await first;
    await turn();
    confirm();
    await second;
    expect(sent).toEqual([[reached(0, '5')], [reached(0, '9')]]);
    progress.forget();
  });

  it('is tried again after a second when nothing more is reported', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    const { progress, sent, confirm, refuse } = commits();
    const first = progress.keep(reached(0, '5'));
    refuse(new Error('connect ECONNREFUSED'));
    await first;
    await jest.advanceTimersByTimeAsync(1000);
    expect(sent).toHaveLength(2);
    confirm();
    jest.useRealTimers();
  });

  it.each(['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'REBALANCE_IN_PROGRESS'])(
    'of a member that is none any more (%s) is dropped',
    async (type) => {
      const { progress, sent, refuse, confirm } = commits();
      const first = progress.keep(reached(0, '5'));
      refuse(failure(type));
      await first;
      const second = progress.keep(reached(1, '7'));
      confirm();
      await second;
      expect(sent[1]).toEqual([reached(1, '7')]);
    },
  );

  it('that could not be kept is forgotten when the partitions are shared anew', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    const { progress, sent, refuse } = commits();
    const first = progress.keep(reached(0, '5'));
    refuse(new Error('connect ECONNREFUSED'));
    await first;
    progress.forget();
    await jest.advanceTimersByTimeAsync(5000);
    expect(sent).toHaveLength(1);
    jest.useRealTimers();
  });
});
