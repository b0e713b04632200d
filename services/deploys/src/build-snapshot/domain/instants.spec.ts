import { earliest, millis, notAfter, wholeSecond } from './instants.js';

describe('Instants', () => {
  it('are equal in every spelling', () => {
    expect(millis('2026-03-02T10:00:00Z')).toBe(millis('2026-03-02T10:00:00.000Z'));
    expect(millis('2026-03-02T11:00:00.000+01:00')).toBe(millis('2026-03-02T10:00:00Z'));
  });

  it('are compared to the millisecond, the same instant being not after itself', () => {
    expect(notAfter('2026-03-02T10:00:00.000Z', '2026-03-02T10:00:00Z')).toBe(true);
    expect(notAfter('2026-03-02T10:00:00.000Z', '2026-03-02T10:00:00.001Z')).toBe(true);
    expect(notAfter('2026-03-02T10:00:00.001Z', '2026-03-02T10:00:00.000Z')).toBe(false);
  });

  it('are cut, not rounded, to the whole second', () => {
    expect(wholeSecond('2026-03-02T10:00:00.999Z')).toBe('2026-03-02T10:00:00.000Z');
    expect(wholeSecond('2026-03-02T10:00:01Z')).toBe('2026-03-02T10:00:01.000Z');
  });

  it('have an earliest, if any is there', () => {
    expect(earliest(['2026-03-02T10:00:02Z', null, '2026-03-02T10:00:01Z'])).toBe('2026-03-02T10:00:01Z');
    expect(earliest([null, null])).toBeNull();
    expect(earliest([])).toBeNull();
  });
});
