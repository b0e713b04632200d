import { get } from '../../testing/api.js';
import { ControlRefused } from '../../testing/control-request.js';
import { startBuildkiteStandIn, type RunningBuildkite } from '../../testing/start.js';
import type { ClockReading } from './stand-in-clock.js';

let bk: RunningBuildkite;

afterEach(() => bk.close());

async function poll(after: number, signal?: AbortSignal): Promise<ClockReading> {
  const response = await fetch(`${bk.clockUrl}?after=${String(after)}`, {
    ...(signal !== undefined && { signal }),
  });
  return (await response.json()) as ClockReading;
}

describe('a frozen clock', () => {
  beforeEach(async () => {
    bk = await startBuildkiteStandIn({ startAt: '2026-03-01T12:00:00.750Z' });
  });

  it('stands still, and every reply is of its second', async () => {
    expect(await bk.now()).toBe('2026-03-01T12:00:00.750Z');
    const date = async (): Promise<string | null> => (await get(bk, '/')).headers.get('date');
    expect(await date()).toBe('Sun, 01 Mar 2026 12:00:00 GMT');
    await bk.turnClock(250);
    expect(await date()).toBe('Sun, 01 Mar 2026 12:00:01 GMT');
    expect((await fetch(`${bk.url}/_control/settings`)).headers.get('date')).toBe(
      'Sun, 01 Mar 2026 12:00:01 GMT',
    );
  });

  it('is turned by milliseconds, by a duration or to an instant, and its version grows', async () => {
    const { version } = await bk.clock();
    expect(await bk.turnClock(1_250)).toEqual({
      version: version + 1,
      now: Date.UTC(2026, 2, 1, 12, 0, 2),
      mode: 'frozen',
    });
    expect(await bk.turnClock('3m')).toMatchObject({ now: Date.UTC(2026, 2, 1, 12, 3, 2) });
    expect(await bk.turnClock('2026-03-02T00:00:00Z')).toMatchObject({
      version: version + 3,
      now: Date.UTC(2026, 2, 2),
    });
  });

  it('does not run backwards', async () => {
    await expect(bk.turnClock('2026-03-01T11:00:00Z')).rejects.toThrow(ControlRefused);
    await expect(bk.turnClock('-1s')).rejects.toThrow('time does not run backwards');
    await expect(bk.turnClock('soon')).rejects.toThrow('now is neither an instant nor a duration: soon');
  });

  it('answers a poll at once when the follower knows another version', async () => {
    const { version } = await bk.clock();
    expect(await poll(version - 1)).toEqual(await bk.clock());
    expect(await poll(version + 5)).toEqual(await bk.clock());
  });

  it('lets a follower wait until it is turned', async () => {
    const { version, now } = await bk.clock();
    const waiting = poll(version);
    await bk.turnClock('1s');
    expect(await waiting).toEqual({ version: version + 1, now: now + 1_000, mode: 'frozen' });
  });

  it('has been turned only when those who follow it are back, with the new time', async () => {
    const stop = new AbortController();
    const followed: number[] = [];
    const follow = async (): Promise<void> => {
      let { version } = await poll(0);
      while (!stop.signal.aborted) {
        const reading = await poll(version, stop.signal);
        await new Promise((resolve) => setTimeout(resolve, 30));
        followed.push(reading.now);
        version = reading.version;
      }
    };
    const following = follow();
    for (let turn = 0; turn < 5; turn += 1) {
      const { now } = await bk.turnClock('1s');
      if (turn > 0) expect(followed.at(-1)).toBe(now);
    }
    stop.abort();
    await expect(following).rejects.toThrow();
  });

  it('does not wait for a follower that has gone', async () => {
    const gone = new AbortController();
    const { version } = await bk.clock();
    const polling = poll(version, gone.signal);
    await new Promise((resolve) => setTimeout(resolve, 30));
    gone.abort();
    await expect(polling).rejects.toThrow();
    const before = performance.now();
    await bk.turnClock('1s');
    await bk.turnClock('1s');
    expect(performance.now() - before).toBeLessThan(1_900);
  });
});

describe('a clock that runs with the machine', () => {
  it('shows the time of the machine and cannot be turned', async () => {
    bk = await startBuildkiteStandIn({ clock: 'real' });
    const before = Date.now();
    const { now, mode } = await bk.clock();
    expect(mode).toBe('real');
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
    await expect(bk.turnClock('1s')).rejects.toThrow('a clock that runs with the machine cannot be turned');
  });
});
