import { windowStart } from './window.js';

const now = new Date('2026-11-23T12:00:00.250Z');

describe('the window of a cycle', () => {
  it('overlaps what was read before by five minutes', () => {
    expect(windowStart('2026-11-23T11:59:00.000Z', now)).toBe('2026-11-23T11:54:00.000Z');
  });

  it('reaches back to where polling ended, however long ago', () => {
    expect(windowStart('2026-11-01T00:00:00.000Z', now)).toBe('2026-10-31T23:55:00.000Z');
  });

  it("goes by Buildkite's clock, not by ours", () => {
    expect(windowStart('2026-11-23T12:20:00.000Z', now)).toBe('2026-11-23T12:15:00.000Z');
  });

  it('does not believe a cursor that lies hours ahead, and reads the last hour', () => {
    expect(windowStart('2026-11-23T13:00:00.250Z', now)).toBe('2026-11-23T12:55:00.250Z');
    expect(windowStart('2026-11-23T13:00:01.000Z', now)).toBe('2026-11-23T11:00:00.250Z');
    expect(windowStart('2027-11-23T12:00:00.000Z', now)).toBe('2026-11-23T11:00:00.250Z');
  });

  it('is an hour for the first cycle', () => {
    expect(windowStart(undefined, now)).toBe('2026-11-23T11:00:00.250Z');
  });
});
