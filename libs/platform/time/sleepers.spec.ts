import { rejectionOf } from '../testing/thrown-by.js';
import { Sleepers } from './sleepers.js';

describe('sleepers', () => {
  it('wake when their time has come, and not before', async () => {
    const sleepers = new Sleepers();
    const woken: number[] = [];
    const all = [30, 10, 20].map((due) => sleepers.wait(due, undefined).then(() => woken.push(due)));
    sleepers.wake(9);
    expect(sleepers.count).toBe(3);
    sleepers.wake(20);
    await Promise.resolve();
    expect([...woken].sort()).toEqual([10, 20]);
    sleepers.wake(30);
    await Promise.all(all);
    expect(sleepers.count).toBe(0);
  });

  it('say who is due next', () => {
    const sleepers = new Sleepers();
    void sleepers.wait(20, undefined);
    void sleepers.wait(10, undefined);
    expect(sleepers.nextDue(100)).toBe(10);
    expect(sleepers.nextDue(10)).toBe(10);
    expect(sleepers.nextDue(9)).toBeUndefined();
  });

  it('leave with the reason when they are called off', async () => {
    const sleepers = new Sleepers();
    const stop = new AbortController();
    const sleep = sleepers.wait(10, stop.signal);
    stop.abort(new Error('stopping'));
    expect(await rejectionOf(sleep)).toMatchObject({ message: 'stopping' });
    expect(sleepers.count).toBe(0);
  });

  it('do not begin when they were called off before', async () => {
    const sleepers = new Sleepers();
    const sleep = sleepers.wait(10, AbortSignal.abort(new Error('stopping')));
    expect(await rejectionOf(sleep)).toMatchObject({ message: 'stopping' });
    expect(sleepers.count).toBe(0);
  });

  it('leave nothing at the signal once they are awake', async () => {
    const sleepers = new Sleepers();
    const stop = new AbortController();
    const sleep = sleepers.wait(10, stop.signal);
    sleepers.wake(10);
    await sleep;
    stop.abort();
    expect(sleepers.count).toBe(0);
  });
});
