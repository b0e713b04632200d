import { nameOf, problemsOf, type Signals } from './problems.js';
import type { Failing, Reading } from './reading.js';

const now = new Date('2026-03-01T12:00:00.000Z');
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();

const reading = (failing: Partial<Failing> | null, changes: Partial<Reading> = {}): Reading => ({
  buildkiteOrganization: 'acme-inc',
  currentAt: ago(1),
  triedAt: ago(0),
  failing: failing && {
    code: 'scope-missing',
    detail: 'Buildkite said so.',
    since: ago(0),
    times: 1,
    ...failing,
  },
  ...changes,
});
const problems = (changes: Partial<Signals>) =>
  problemsOf(
    {
      tokenExpiresAt: null,
      rejectedAt: null,
      readings: [reading(null)],
      webhook: { lastDeliveryAt: null, undeliveredSince: null },
      behindAfterMs: 5 * 60_000,
      ...changes,
    },
    now,
  );
const names = (changes: Partial<Signals>) => problems(changes).map((problem) => nameOf(problem).trim());

describe('what is wrong with a connection', () => {
  it('is nothing while all goes well', () => {
    expect(problems({})).toEqual([]);
  });

  it.each([
    ['scope-missing', 1, 0, ['scope-missing']],
    ['organization-not-accessible', 1, 0, ['organization-not-accessible acme-inc']],
    ['rate-limited', 2, 4, []],
    ['rate-limited', 3, 2, ['rate-limited acme-inc']],
    ['rate-limited', 2, 5, ['rate-limited acme-inc']],
    ['buildkite-unavailable', 2, 4, []],
    ['buildkite-unavailable', 3, 2, ['buildkite-unavailable acme-inc']],
    ['buildkite-unavailable', 2, 5, ['buildkite-unavailable acme-inc']],
    ['reply-unusable', 5, 5, []],
    ['token-unreadable', 5, 5, []],
  ])('after %s, %i times in %i minutes', (code, times, minutes, expected) => {
    expect(names({ readings: [reading({ code, times, since: ago(minutes) })] })).toEqual(expected);
  });

  it.each([
    ['that takes long', null, 'the round of polling that is under way takes long'],
    [
      'whose failure is nobody’s business by itself',
      { code: 'request-refused' },
      'request-refused. Buildkite',
    ],
    ['that fails now in this way, now in another', { code: 'rate-limited' }, 'rate-limited. Buildkite'],
  ])('is that a reading is behind %s', (_what, failing, words) => {
    expect(names({ readings: [reading(failing, { currentAt: ago(5) })] })).toEqual([]);
    const [behind] = problems({ readings: [reading(failing, { currentAt: ago(6) })] });
    expect(behind).toMatchObject({
      code: 'collection-behind',
      since: ago(6),
      buildkiteOrganization: 'acme-inc',
    });
    expect(behind?.detail).toContain(words);
  });

  it('is said of each Buildkite organization, and of the connection once, with its beginning', () => {
    const labs = { buildkiteOrganization: 'acme-labs' };
    const lost = { code: 'organization-not-accessible' };
    expect(names({ readings: [reading(lost, labs), reading(lost)] })).toEqual([
      'organization-not-accessible acme-inc',
      'organization-not-accessible acme-labs',
    ]);
    const scopes = [reading({ since: ago(2) }), reading({ since: ago(3) }, labs)];
    expect(problems({ readings: scopes })).toMatchObject([
      { code: 'scope-missing', since: ago(3), buildkiteOrganization: null },
    ]);
  });

  it.each([
    ['2026-03-08T12:00:00.001Z', []],
    ['2026-03-08T12:00:00.000Z', ['token-expiring']],
    ['2026-03-01T12:00:00.000Z', ['token-expired']],
  ])('of a token that ends at %s', (tokenExpiresAt, expected) => {
    expect(names({ tokenExpiresAt })).toEqual(expected);
  });

  it('is with a dead token that token alone, and that it has ended rather than that it is rejected', () => {
    const rest = {
      readings: [reading({}, { currentAt: ago(600) })],
      webhook: { lastDeliveryAt: ago(60), undeliveredSince: ago(30) },
      rejectedAt: ago(7),
    };
    expect(problems({ ...rest, tokenExpiresAt: '2026-03-02T12:00:00.000Z' })).toEqual([
      {
        code: 'token-rejected',
        since: ago(7),
        buildkiteOrganization: null,
        detail: expect.stringContaining('replaced') as string,
      },
    ]);
    expect(names({ ...rest, tokenExpiresAt: ago(8) })).toEqual(['token-expired']);
  });

  it('is listed with the worst first', () => {
    const wrong = {
      tokenExpiresAt: '2026-03-02T12:00:00.000Z',
      readings: [
        reading(null, { currentAt: ago(9) }),
        reading({ code: 'organization-not-accessible' }, { buildkiteOrganization: 'acme-labs' }),
        reading({}, { buildkiteOrganization: 'acme-old' }),
      ],
      webhook: { lastDeliveryAt: ago(60), undeliveredSince: ago(30) },
    };
    expect(names(wrong)).toEqual([
      'scope-missing',
      'organization-not-accessible acme-labs',
      'collection-behind acme-inc',
      'token-expiring',
      'webhook-silent',
    ]);
    expect(problems(wrong).at(-1)).toMatchObject({ since: ago(30) });
  });

  it('is told in at most 500 characters, whatever Buildkite said', () => {
    const codes = [
      'scope-missing',
      'organization-not-accessible',
      'buildkite-unavailable',
      'request-refused',
    ];
    const readings = codes.map((code) =>
      reading(
        { code, times: 9, detail: 'x'.repeat(600) },
        { buildkiteOrganization: code, currentAt: ago(9) },
      ),
    );
    const details = problems({ readings }).map(({ detail }) => detail);
    expect(details.map(({ length }) => length)).toEqual([500, 500, 500, 500]);
    expect(details.every((detail) => detail.endsWith('x…'))).toBe(true);
  });
});
