import { ManualSleep } from './manual-sleep.js';

describe('Sleep by hand', () => {
  it('is over soon when it is short', async () => {
    const manual = new ManualSleep();
    await manual.sleep(200);
    await manual.sleep(400);

    expect(manual.rests).toEqual([200, 400]);
  });

  it('lasts until the next tick when it is long', async () => {
    const manual = new ManualSleep(1_000);
    let over = false;
    const sleeping = manual.sleep(1_000).then(() => (over = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect([over, manual.pending]).toEqual([false, 1]);

    await manual.tick();
    await sleeping;
    expect([over, manual.pending]).toEqual([true, 0]);
  });

  it('rejects with the reason of its signal', async () => {
    const manual = new ManualSleep();
    const controller = new AbortController();
    const short = manual.sleep(1, controller.signal);
    const long = manual.sleep(60_000, controller.signal);
    controller.abort(new Error('enough'));

    await expect(short).rejects.toThrow('enough');
    await expect(long).rejects.toThrow('enough');
    await expect(manual.sleep(1, controller.signal)).rejects.toThrow('enough');
    expect(manual.pending).toBe(0);
  });
});
