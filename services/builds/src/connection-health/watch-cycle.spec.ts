import { ManualClock } from '#libs/platform/testing';
import type { CycleSoFar, PublishHealth } from './publish-health.js';
import { WatchCycle } from './watch-cycle.js';

const connection = { id: 'one', tokenVersion: 'v1' };
const minutes = 60_000;

describe('a cycle that is watched', () => {
  let clock: ManualClock;
  let judged: { readonly at: string; readonly attempts: number }[];
  let judging: () => Promise<void>;
  let cycle: CycleSoFar & { readonly attempts: unknown[] };

  beforeEach(() => {
    clock = new ManualClock('2026-03-01T12:00:00.000Z');
    judged = [];
    judging = () => Promise.resolve();
    cycle = { startedAt: clock.now(), attempts: [] };
  });

  const during = (work: () => Promise<void>, pollIntervalMs = minutes) => {
    const health: Pick<PublishHealth, 'of'> = {
      of(_connection, soFar) {
        const at = clock.now().toISOString().slice(11, 16);
        judged.push({ at, attempts: soFar?.attempts.length ?? -1 });
        return judging();
      },
    };
    const watch = new WatchCycle(clock, { pollIntervalMs }, health as PublishHealth);
    return watch.during(connection, cycle, work);
  };
  /** Work that lasts until it is told to end. */
  const lasting = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    return { work: () => promise, end: resolve };
  };

  it('is judged once it is over, and leaves nobody waiting', async () => {
    await during(async () => void cycle.attempts.push({}));
    expect(judged).toEqual([{ at: '12:00', attempts: 1 }]);
    expect(clock.sleeping).toBe(0);
  });

  it.each([
    [minutes, ['12:05', '12:06', '12:07']],
    [10 * minutes, ['12:50', '13:00']],
  ])('is judged every interval of %i ms when it takes long', async (pollIntervalMs, times) => {
    const { work, end } = lasting();
    const over = during(work, pollIntervalMs);
    for (let minute = 0; judged.length < times.length; minute += 1) await clock.advance(minutes);
    cycle.attempts.push({});
    end();
    await over;
    const seen = judged.map(({ at, attempts }) => [at, attempts]);
    expect(seen.slice(0, -1)).toEqual(times.map((at) => [at, 0]));
    expect(seen.at(-1)).toEqual([clock.now().toISOString().slice(11, 16), 1]);
    expect(clock.sleeping).toBe(0);
  });

  it('is not judged when it fails by what is no failure of Buildkite', async () => {
    await expect(during(() => Promise.reject(new Error('The bus is away.')))).rejects.toThrow(
      'The bus is away.',
    );
    expect(judged).toEqual([]);
    expect(clock.sleeping).toBe(0);
  });

  it('goes on to its end when judging fails meanwhile, and fails then', async () => {
    judging = () => Promise.reject(new Error('The documents are away.'));
    const { work, end } = lasting();
    let isOver = false;
    const over = during(work).finally(() => (isOver = true));
    await clock.advance(6 * minutes);
    await new Promise(setImmediate);
    expect(isOver).toBe(false);
    end();
    await expect(over).rejects.toThrow('The documents are away.');
    expect(judged).toHaveLength(1);
  });

  it('fails when the clock does', async () => {
    clock.sleep = () => Promise.reject(new Error('The clock stopped.'));
    const { work, end } = lasting();
    const over = during(work);
    await new Promise(setImmediate);
    end();
    await expect(over).rejects.toThrow('The clock stopped.');
    expect(judged).toEqual([]);
  });
});
