import { settlesWithin, withDeadline } from './deadline.js';

const never = new Promise<never>(() => undefined);
const late = () => new Error('too late');

describe('A deadline', () => {
  it('lets through what comes in time, good or bad', async () => {
    await expect(withDeadline(Promise.resolve('done'), 1000, late)).resolves.toBe('done');
    await expect(withDeadline(Promise.reject(new Error('refused')), 1000, late)).rejects.toThrow('refused');
  });

  it('rejects with its own error for what does not', async () => {
    await expect(withDeadline(never, 1, late)).rejects.toThrow('too late');
  });

  it('leaves a failure that comes too late to nobody', async () => {
    const work = Promise.withResolvers<void>();
    await expect(withDeadline(work.promise, 1, late)).rejects.toThrow('too late');
    work.reject(new Error('after the deadline'));
    await new Promise((resolve) => setImmediate(resolve));
  });
});

describe('Settling within a time', () => {
  it.each([
    ['resolved', Promise.resolve()],
    ['rejected', Promise.reject(new Error('refused'))],
  ])('is what work does that %s', async (_, work) => {
    expect(await settlesWithin(work, 1000)).toBe(true);
  });

  it('is not what work does that goes on', async () => {
    expect(await settlesWithin(never, 1)).toBe(false);
  });
});
