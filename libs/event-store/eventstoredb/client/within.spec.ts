import { Closed, NoAnswer, within } from './within.js';

const never = new Promise<never>(() => undefined);
const open = new AbortController().signal;

describe('Waiting within a limit', () => {
  it('gives what the work gives', async () => {
    await expect(within(Promise.resolve(7), { ms: 10_000, closing: open })).resolves.toBe(7);
    await expect(within(Promise.reject(new Error('no')), { ms: 10_000, closing: open })).rejects.toThrow(
      'no',
    );
  });

  it('ends when the work never does', async () => {
    await expect(within(never, { ms: 5, closing: open })).rejects.toEqual(new NoAnswer(5));
  });

  it('ends when the store is closed, now or before', async () => {
    const closing = new AbortController();
    const waiting = within(never, { ms: 60_000, closing: closing.signal });
    closing.abort();

    await expect(waiting).rejects.toBeInstanceOf(Closed);
    await expect(within(never, { ms: 60_000, closing: closing.signal })).rejects.toBeInstanceOf(Closed);
  });

  it('ignores a failure that comes too late', async () => {
    let fail: (error: Error) => void = () => undefined;
    const late = new Promise<never>((_, reject) => (fail = reject));
    const unhandled: unknown[] = [];
    const note = (error: unknown): void => void unhandled.push(error);
    process.on('unhandledRejection', note);

    await expect(within(late, { ms: 5, closing: open })).rejects.toBeInstanceOf(NoAnswer);
    fail(new Error('late'));
    await new Promise((resolve) => setTimeout(resolve, 5));

    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });

  it('leaves no timer and no listener behind', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = timers();
    for (let round = 0; round < 20; round += 1) {
      await within(Promise.resolve(), { ms: 60_000, closing: open });
    }
    expect(timers()).toBeLessThanOrEqual(before);
  });
});
