import { restWithJitterMs } from './rest.js';

const rest = { firstMs: 200, mostMs: 10_000 };

describe('A rest', () => {
  it('doubles up to the most', () => {
    expect([1, 2, 3, 9, 100].map((failures) => restWithJitterMs(failures, rest, 0))).toEqual([
      200, 400, 800, 10_000, 10_000,
    ]);
  });

  it('is shorter by chance, by half at most', () => {
    expect([0, 0.5, 1].map((random) => restWithJitterMs(1, rest, random))).toEqual([200, 150, 100]);
  });
});
