import { iso, parseDuration, parseInstant, resolveInstant, utcText } from './instant.js';

describe('a duration', () => {
  it.each([
    ['0s', 0],
    ['250ms', 250],
    ['10s', 10_000],
    ['1.5s', 1_500],
    ['3m', 180_000],
    ['1h30m', 5_400_000],
    ['2d', 172_800_000],
    ['-1h', -3_600_000],
    ['+5m', 300_000],
  ])('%s is %i ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', '10', 's', '10 s', '5x', '10s-', '2026-03-01'])('is not read from %j', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe('an instant', () => {
  const noon = Date.UTC(2026, 2, 1, 12);

  it.each([
    '2026-03-01T12:00:00.000Z',
    '2026-03-01T12:00:00Z',
    '2026-03-01T12:00Z',
    '2026-03-01T12:00:00',
    '2026-03-01 12:00:00 UTC',
    '2026-03-01T14:00:00+02:00',
  ])('%s is noon in UTC', (text) => {
    expect(parseInstant(text)).toBe(noon);
  });

  it('is the start of the day in UTC when it names only a day', () => {
    expect(parseInstant('2026-03-01')).toBe(Date.UTC(2026, 2, 1));
  });

  it.each(['', 'yesterday', '2026-13-01T00:00:00Z', '12:00', '1772366400'])('is not read from %j', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  it('may be given as a duration from another instant', () => {
    expect(resolveInstant('-10s', noon)).toBe(noon - 10_000);
    expect(resolveInstant('2026-03-01T12:00:00Z', 0)).toBe(noon);
    expect(resolveInstant('soon', noon)).toBeUndefined();
  });

  it('is written in both forms that Buildkite uses', () => {
    expect(iso(noon + 7)).toBe('2026-03-01T12:00:00.007Z');
    expect(utcText(noon + 7)).toBe('2026-03-01 12:00:00 UTC');
    expect([iso(null), utcText(null)]).toEqual([null, null]);
  });
});
