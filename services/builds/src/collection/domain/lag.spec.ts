import { greatestLag, lagSeconds } from './lag.js';

const now = new Date('2026-11-23T12:00:00.250Z');
const lag = (readUpTo: string | null, triedSince: string | null = null) =>
  lagSeconds({ readUpTo, triedSince }, now);

describe('the lag of a Buildkite organization', () => {
  it('is the time since its lists were read, however long it is tried already', () => {
    expect(lag('2026-11-23T11:57:00.000Z')).toBe(180);
    expect(lag('2026-11-23T11:57:00.000Z', '2026-11-20T12:00:00.000Z')).toBe(180);
  });

  it('is the time since it was first tried while they have never been read', () => {
    expect(lag(null, '2026-11-23T11:00:00.000Z')).toBe(3_600);
  });

  it("is none where Buildkite's clock is ahead of ours", () => {
    expect(lag('2026-11-23T12:00:03.000Z')).toBe(0);
  });

  it('is not known before anything was tried', () => {
    expect(lag(null)).toBeNull();
  });
});

describe('the lag of a connection', () => {
  it('is that of the Buildkite organization that is furthest behind', () => {
    expect(greatestLag([60, 180, 0])).toBe(180);
  });

  it('is not known while that of one of them is not, or there is none', () => {
    expect([greatestLag([60, null]), greatestLag([])]).toEqual([null, null]);
  });
});
