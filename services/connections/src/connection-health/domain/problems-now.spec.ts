import type { ConnectionProblem } from '#libs/contracts';
import { expiryProblem, problemsNow } from './problems-now.js';

const now = new Date('2026-03-01T12:00:00.000Z');
const expired = '2026-03-01T11:00:00.000Z';
const ending = '2026-03-02T11:00:00.000Z';
const problem = (code: ConnectionProblem['code'], buildkiteOrganization: string | null = null) => ({
  code,
  detail: 'As it was told.',
  since: '2026-03-01T10:00:00.000Z',
  buildkiteOrganization,
});
const codes = (expiresAt: string | null, ...told: readonly ConnectionProblem['code'][]) =>
  problemsNow(
    expiresAt,
    told.map((code) => problem(code)),
    now,
  ).map(({ code }) => code);

describe('what is wrong with a connection now', () => {
  it('is what was told, in its order', () => {
    const told = [
      problem('webhook-silent'),
      problem('collection-behind', 'b'),
      problem('collection-behind', 'a'),
    ];
    expect(problemsNow(null, told, now)).toEqual([told[2], told[1], told[0]]);
  });

  it.each([
    ['nothing', null, [], []],
    [
      'a token that ends soon',
      ending,
      ['webhook-silent', 'scope-missing'],
      ['scope-missing', 'token-expiring', 'webhook-silent'],
    ],
    ['a token that ends soon, told too', ending, ['token-expiring'], ['token-expiring']],
    ['a token that has ended since', expired, ['token-expiring', 'webhook-silent'], ['token-expired']],
    ['a token that has ended and is rejected', expired, ['token-rejected'], ['token-expired']],
    ['a token that ends soon and is rejected already', ending, ['token-rejected'], ['token-rejected']],
    ['what was told of an end that is none', null, ['token-expired', 'token-expiring'], []],
  ] as const)('with %s', (_what, expiresAt, told, expected) => {
    expect(codes(expiresAt, ...told)).toEqual(expected);
  });
});

describe('the time that a token has left', () => {
  it.each([
    [null, undefined],
    ['2026-03-08T12:00:00.001Z', undefined],
    [
      '2026-03-08T12:00:00.000Z',
      {
        code: 'token-expiring',
        detail: 'The token expires at 2026-03-08T12:00:00.000Z. Replace it before then.',
        since: '2026-03-01T12:00:00.000Z',
        buildkiteOrganization: null,
      },
    ],
    [
      '2026-03-01T12:00:00.000Z',
      {
        code: 'token-expired',
        detail: 'The token expired at 2026-03-01T12:00:00.000Z. Replace it.',
        since: '2026-03-01T12:00:00.000Z',
        buildkiteOrganization: null,
      },
    ],
  ])('with an end at %s', (expiresAt, expected) => {
    expect(expiryProblem(expiresAt, now)).toEqual(expected);
  });
});
