import fc from 'fast-check';
import { nextSweepAt, sweepAgainAt, sweptFrom } from './sweep.js';

const hours = 3_600_000;
const now = new Date('2026-11-23T12:00:00.000Z');
const anyTime = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  .map((at) => new Date(at));

describe('the next sweep', () => {
  it('is half a day to a day and a half from now', () => {
    fc.assert(
      fc.property(fc.uuid(), anyTime, (connection, at) => {
        const wait = Date.parse(nextSweepAt(connection, at)) - at.getTime();
        expect(wait).toBeGreaterThanOrEqual(12 * hours);
        expect(wait).toBeLessThan(36 * hours);
      }),
    );
  });

  it('is at the same time every day, a day after a sweep that began in time', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.nat(6 * hours), (connection, late) => {
        const first = Date.parse(nextSweepAt(connection, now));
        const second = Date.parse(nextSweepAt(connection, new Date(first + late)));
        expect(second - first).toBe(24 * hours);
      }),
    );
  });

  it('is spread over the day', () => {
    const ids = fc.sample(fc.uuid(), { numRuns: 400, seed: 7 });
    const hoursOfDay = ids.map((connection) => nextSweepAt(connection, now).slice(11, 13));
    expect(new Set(hoursOfDay).size).toBe(24);
  });
});

describe('a sweep', () => {
  it('looks two days back', () => {
    expect(sweptFrom(now)).toBe('2026-11-21T12:00:00.000Z');
  });

  it('is repeated an hour later, or when Buildkite wants to be asked again', () => {
    expect(sweepAgainAt(now, 0)).toBe('2026-11-23T13:00:00.000Z');
    expect(sweepAgainAt(now, 2 * hours)).toBe('2026-11-23T14:00:00.000Z');
  });
});
