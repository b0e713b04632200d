import { defaultRest, restFor, restMs } from './rest.js';

describe('The rest of a partition', () => {
  it('begins with 0.2 s and doubles up to 10 s', () => {
    const rests = [1, 2, 3, 4, 5, 6, 7, 8, 100].map((rejections) => restMs(rejections, defaultRest));
    expect(rests).toEqual([200, 400, 800, 1600, 3200, 6400, 10_000, 10_000, 10_000]);
  });

  it('stays at its most however often the batch is rejected', () => {
    expect(restMs(5000, defaultRest)).toBe(10_000);
  });

  it('ends by itself', async () => {
    await restFor(1, new AbortController().signal);
  });

  it('ends at once when the partition is taken away', async () => {
    const ownership = new AbortController();
    const rest = restFor(3_600_000, ownership.signal);
    ownership.abort();
    await rest;
    await restFor(3_600_000, ownership.signal);
  });
});
