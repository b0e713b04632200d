import { PlayedProcesses } from '../testing/played-processes.js';
import type { Priority } from './lanes.js';
import type { SharedGovernor } from './shared-governor.js';

const minutes = 8;
const stepMs = 1_000;

/** What was let go: which kind of request, and when, in milliseconds from the beginning. */
interface Sent {
  readonly priority: Priority;
  readonly at: number;
}

function setUp(replyMs: number) {
  const processes = new PlayedProcesses();
  const start = processes.clock.now().getTime();
  const now = () => processes.clock.now().getTime() - start;
  const sent: Sent[] = [];
  const stop = new AbortController();

  async function keepAsking(governor: SharedGovernor, priority: Priority, organization: string) {
    for (;;) {
      const permit = await governor.admit({ user: 'ada', organization, priority, signal: stop.signal });
      sent.push({ priority, at: now() });
      await processes.clock.sleep(replyMs, stop.signal);
      await permit.settle();
    }
  }
  /** From now on a process has so many of a kind that are asked for again as soon as they are answered. */
  function busy(governor: SharedGovernor, priority: Priority, count: number): void {
    for (let nth = 0; nth < count; nth++)
      keepAsking(governor, priority, `organization ${nth}`).catch((error: unknown) => {
        if (!stop.signal.aborted) throw error;
      });
  }
  /** Lets the minutes pass; every minute a person clicks in one of the processes. @returns how many were answered at once */
  async function play(governors: readonly SharedGovernor[]): Promise<number> {
    let answered = 0;
    for (let step = 0; step * stepMs < minutes * 60_000; step++) {
      if (step % 60 === 30) {
        const clicked = governors[step % governors.length];
        const click = { user: 'ada', organization: 'acme', priority: 'interactive', patienceMs: 0 } as const;
        void clicked?.admit(click).then(
          (permit) => {
            answered += 1;
            return permit.settle();
          },
          () => undefined,
        );
      }
      await processes.pass(stepMs);
      await processes.wait(1);
    }
    stop.abort(new Error('It is over.'));
    return answered;
  }
  const times = (priority: Priority) => sent.filter((each) => each.priority === priority).map(({ at }) => at);
  return { processes, sent, busy, play, times };
}

/** The longest time without one of these, in milliseconds. */
function longestGap(times: readonly number[]): number {
  const marks = [0, ...times, minutes * 60_000];
  return Math.max(...marks.slice(1).map((at, index) => at - (marks[index] ?? 0)));
}

/** The most of these in any 60 s. */
function busiestMinute(times: readonly number[]): number {
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 60_000).length));
}

describe('history that is read while everything else would use the whole limit of a user', () => {
  it.each([
    ['lists', ['background'], 2, 200],
    ['lists, jobs and look-ups', ['look-up', 'background', 'jobs'], 2, 200],
    ['lists that Buildkite answers so slowly that all places are taken', ['background'], 1, 10_000],
    ['lists and jobs that are answered slowly', ['background', 'jobs'], 1, 10_000],
  ] as const)('gets on beside %s', async (_what, others, count, replyMs) => {
    const { processes, busy, play, times, sent } = setUp(replyMs);
    const governors = Array.from({ length: count }, () => processes.start().governor);
    for (const governor of governors) for (const priority of others) busy(governor, priority, 9);
    const [last] = governors.slice(-1);
    if (!last) throw new Error('There is one.');
    busy(last, 'history', 2);
    const answered = await play(governors);

    expect(longestGap(times('history'))).toBeLessThanOrEqual(60_000 + replyMs + 2 * stepMs);
    expect(times('history').length).toBeGreaterThanOrEqual(2 * (minutes - 2));
    expect(busiestMinute(times('history'))).toBeLessThanOrEqual(2);
    expect(busiestMinute(sent.map(({ at }) => at))).toBeLessThanOrEqual(40);
    expect(answered).toBe(minutes);
  });

  it('delays one look-up in ten at most, and no person', async () => {
    const count = async (hasHistory: boolean) => {
      const { processes, busy, play, times } = setUp(200);
      const governors = [processes.start().governor, processes.start().governor];
      for (const governor of governors) busy(governor, 'look-up', 9);
      if (hasHistory) for (const governor of governors) busy(governor, 'history', 9);
      expect(await play(governors)).toBe(minutes);
      return times('look-up').length;
    };
    const [without, beside] = [await count(false), await count(true)];
    expect(beside).toBeLessThan(without);
    expect(beside).toBeGreaterThanOrEqual(0.9 * without);
  });
});
