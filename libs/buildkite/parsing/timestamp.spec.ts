import fc from 'fast-check';
import { parseTimestamp } from './timestamp.js';

describe('a timestamp of Buildkite', () => {
  it.each([
    ['2023-08-20T19:42:44.549Z', '2023-08-20T19:42:44.549Z'],
    ['2018-07-01T20:14:38Z', '2018-07-01T20:14:38.000Z'],
    ['2018-07-01 20:14:38 UTC', '2018-07-01T20:14:38.000Z'],
    ['2018-07-01 20:14:38 +0000', '2018-07-01T20:14:38.000Z'],
    ['2018-07-01T20:14:38.123456789Z', '2018-07-01T20:14:38.123Z'],
    ['2018-07-01T20:14:38.5Z', '2018-07-01T20:14:38.500Z'],
    ['2018-07-01T22:14:38.000+02:00', '2018-07-01T20:14:38.000Z'],
    ['2018-07-01T15:44:38.000-0430', '2018-07-01T20:14:38.000Z'],
  ])('reads %s as %s', (written, instant) => {
    expect(parseTimestamp(written)).toBe(instant);
  });

  it('is UTC when it names no zone, whatever the zone of this machine', () => {
    expect(parseTimestamp('2018-07-01T20:14:38')).toBe('2018-07-01T20:14:38.000Z');
    expect(parseTimestamp('2018-07-01 20:14:38')).toBe('2018-07-01T20:14:38.000Z');
  });

  it('is the same instant in both spellings', () => {
    const sometime = fc.date({
      min: new Date('2013-01-01T00:00:00Z'),
      max: new Date('2099-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(sometime, (date) => {
        const iso = `${date.toISOString().slice(0, 19)}Z`;
        const spelled = `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
        expect(parseTimestamp(spelled)).toBe(parseTimestamp(iso));
      }),
    );
  });

  it.each([
    '',
    'tomorrow',
    '2026-02-30T00:00:00Z',
    '2026-13-01 00:00:00 UTC',
    '2026-01-01T25:00:00Z',
    '2026-01-01',
    '2018-07-01 20:14:38 CET',
    '1530476078',
    1530476078,
    null,
    undefined,
    {},
  ])('is missing when Buildkite writes %j', (written) => {
    expect(parseTimestamp(written)).toBeUndefined();
  });
});
