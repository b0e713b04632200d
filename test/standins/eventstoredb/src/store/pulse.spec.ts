import { Pulse } from './pulse.js';

describe('a pulse', () => {
  it('wakes all who wait, once', async () => {
    const pulse = new Pulse();
    let woken = 0;
    const wait = (): Promise<void> => pulse.next().then(() => void (woken += 1));
    const waiting = [wait(), wait()];
    pulse.beat();
    await Promise.all(waiting);
    expect(woken).toBe(2);
    pulse.beat();
    expect(woken).toBe(2);
  });

  it('is not remembered by those who come later', async () => {
    const pulse = new Pulse();
    pulse.beat();
    let woken = false;
    const waiting = pulse.next().then(() => (woken = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(woken).toBe(false);
    pulse.beat();
    await waiting;
    expect(woken).toBe(true);
  });

  it('may beat while those whom it wakes wait again', async () => {
    const pulse = new Pulse();
    let beats = 0;
    const waiting = (async () => {
      while (beats < 3) {
        await pulse.next();
        beats += 1;
      }
    })();
    while (beats < 3) {
      pulse.beat();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await waiting;
    expect(beats).toBe(3);
  });
});
