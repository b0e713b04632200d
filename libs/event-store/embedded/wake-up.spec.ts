import { WakeUp } from './wake-up.js';

describe('Waking up', () => {
  const never = new AbortController().signal;

  it('wakes all who wait, and only once', async () => {
    const wakeUp = new WakeUp();
    const woken: string[] = [];
    const first = wakeUp.wait(never).then(() => woken.push('first'));
    const second = wakeUp.wait(never).then(() => woken.push('second'));

    wakeUp.ring();
    await Promise.all([first, second]);
    expect(woken).toEqual(['first', 'second']);

    const third = wakeUp.wait(never).then(() => woken.push('third'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(woken).toHaveLength(2);
    wakeUp.ring();
    await third;
  });

  it('lets go of who aborts', async () => {
    const controller = new AbortController();
    const waiting = new WakeUp().wait(controller.signal);
    controller.abort();

    await expect(waiting).resolves.toBeUndefined();
  });

  it('does not wait with a signal that has aborted', async () => {
    await expect(new WakeUp().wait(AbortSignal.abort())).resolves.toBeUndefined();
  });

  it('leaves no listener behind', async () => {
    const controller = new AbortController();
    const wakeUp = new WakeUp();
    let listeners = 0;
    const { signal } = controller;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...event: Parameters<typeof add>) => ((listeners += 1), add(...event));
    signal.removeEventListener = (...event: Parameters<typeof remove>) => (
      (listeners -= 1),
      remove(...event)
    );

    for (let round = 0; round < 5; round += 1) {
      const waiting = wakeUp.wait(signal);
      wakeUp.ring();
      await waiting;
    }
    expect(listeners).toBe(0);
  });
});
