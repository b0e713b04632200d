import { firstTried, readingAfter, type Attempt, type Reading } from './reading.js';

const attempt = (at: string, code?: string, detail = 'Said.'): Attempt => ({
  buildkiteOrganization: 'acme-inc',
  startedAt: `2026-03-01T${at}:00.000Z`,
  endedAt: `2026-03-01T${at}:20.000Z`,
  failure: code === undefined ? null : { code, detail },
  lastFinishedAt: null,
});
const after = (...attempts: readonly Attempt[]) =>
  attempts.reduce<Reading | undefined>((reading, next) => readingAfter(reading, next), undefined);

describe('reading a Buildkite organization', () => {
  it('is current when it went to the end', () => {
    expect(after(attempt('12:00'), attempt('12:01'))).toEqual({
      buildkiteOrganization: 'acme-inc',
      currentAt: '2026-03-01T12:01:20.000Z',
      triedAt: '2026-03-01T12:01:20.000Z',
      failing: null,
    });
  });

  it('fails since the first attempt that went wrong in this way, with the last words for it', () => {
    const reading = after(
      attempt('12:00'),
      attempt('12:01', 'scope-missing', 'First.'),
      attempt('12:02', 'scope-missing', 'Then.'),
    );
    expect(reading).toEqual({
      buildkiteOrganization: 'acme-inc',
      currentAt: '2026-03-01T12:00:20.000Z',
      triedAt: '2026-03-01T12:02:20.000Z',
      failing: { code: 'scope-missing', detail: 'Then.', since: '2026-03-01T12:01:00.000Z', times: 2 },
    });
  });

  it('fails anew when it fails in another way', () => {
    const reading = after(attempt('12:00', 'rate-limited'), attempt('12:01', 'scope-missing'));
    expect(reading).toMatchObject({
      currentAt: '2026-03-01T12:00:00.000Z',
      failing: { code: 'scope-missing', since: '2026-03-01T12:01:00.000Z', times: 1 },
    });
  });

  it('fails no more after one good attempt', () => {
    const reading = after(
      attempt('12:00', 'rate-limited'),
      attempt('12:01'),
      attempt('12:02', 'rate-limited'),
    );
    expect(reading?.failing).toMatchObject({ since: '2026-03-01T12:02:00.000Z', times: 1 });
  });

  it('counts from its first attempt while it has never gone to the end', () => {
    const began = firstTried('acme-inc', '2026-03-01T11:59:00.000Z');
    expect(readingAfter(began, attempt('12:01', 'rate-limited')).currentAt).toBe('2026-03-01T11:59:00.000Z');
    expect(after(attempt('12:00', 'rate-limited'), attempt('12:01', 'rate-limited'))?.currentAt).toBe(
      '2026-03-01T12:00:00.000Z',
    );
  });

  it('is the same when it is told of an attempt again', () => {
    const once = after(attempt('12:00'), attempt('12:01', 'rate-limited'));
    expect(readingAfter(once, attempt('12:01', 'rate-limited'))).toEqual(once);
  });
});
