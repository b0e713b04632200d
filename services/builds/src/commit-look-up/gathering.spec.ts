import { Gathering } from './gathering.js';

const never = new AbortController().signal;

/** Whether a promise is settled by now. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending');
  return (await Promise.race([promise, Promise.resolve(pending)])) !== pending;
}

describe('the time in which look-ups gather', () => {
  it('passes', async () => {
    const began = performance.now();
    await new Gathering().window(never);
    expect(performance.now() - began).toBeGreaterThanOrEqual(45);
  });

  it('lasts while deploys are being handled', async () => {
    const gathering = new Gathering();
    const handled = Promise.withResolvers<string>();
    const working = gathering.during(() => handled.promise);
    const order: string[] = [];
    const window = gathering.window(never).then(() => order.push('window'));
    setTimeout(() => {
      order.push('handled');
      handled.resolve('done');
    }, 120);
    await window;
    expect(order).toEqual(['handled', 'window']);
    expect(await working).toBe('done');
  });

  it('does not last for ever', async () => {
    const gathering = new Gathering();
    void gathering.during(() => new Promise(() => undefined));
    await gathering.window(never);
  });

  it('does not wait for work that failed', async () => {
    const gathering = new Gathering();
    await expect(gathering.during(() => Promise.reject(new Error('Away.')))).rejects.toThrow('Away.');
    await gathering.window(never);
  });

  it('ends when nobody wants it any more', async () => {
    const stopping = new AbortController();
    const window = new Gathering().window(stopping.signal);
    expect(await isSettled(window)).toBe(false);
    stopping.abort(new Error('Stopping.'));
    await expect(window).rejects.toThrow('Stopping.');
  });
});
