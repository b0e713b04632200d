import { toRevision } from './revision.js';

describe('A revision of EventStoreDB', () => {
  it.each([
    [0n, 0],
    [41n, 41],
    [9_007_199_254_740_991n, Number.MAX_SAFE_INTEGER],
  ])('%s is a number', (revision, expected) => {
    expect(toRevision(revision)).toBe(expected);
  });

  it.each([9_007_199_254_740_992n, 18_446_744_073_709_551_615n, -1n])('%s is refused', (revision) => {
    expect(() => toRevision(revision)).toThrow(RangeError);
  });
});
