import { ManualClock } from './manual-clock.js';

describe('a clock for tests', () => {
  it('stands still until it is turned', async () => {
    const clock = new ManualClock('2026-11-23T12:00:00Z');
    expect(clock.now().toISOString()).toBe('2026-11-23T12:00:00.000Z');
    await clock.advance(1500);
    expect(clock.now().toISOString()).toBe('2026-11-23T12:00:01.500Z');
  });

  it('wakes sleepers in the order of their times, each at its own', async () => {
    const clock = new ManualClock('2026-11-23T12:00:00Z');
    const woken: string[] = [];
    const sleeper = async (name: string, ms: number): Promise<void> => {
      await clock.sleep(ms);
      woken.push(`${name} ${clock.now().toISOString().slice(17, 19)}`);
    };
    void sleeper('late', 3000);
    void sleeper('early', 1000);
    await clock.advance(5000);
    expect(woken).toEqual(['early 01', 'late 03']);
  });

  it('wakes who goes to sleep again on the way', async () => {
    const clock = new ManualClock();
    let turns = 0;
    const loop = async (): Promise<void> => {
      for (; turns < 10; turns += 1) await clock.sleep(1000);
    };
    void loop();
    await clock.advance(3000);
    expect(turns).toBe(3);
    expect(clock.sleeping).toBe(1);
  });
});
