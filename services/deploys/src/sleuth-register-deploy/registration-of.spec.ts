import { Problem } from '#libs/platform';
import { registrationOf } from './registration-of.js';

const sha = 'a'.repeat(40);

describe('what a client of Sleuth registers', () => {
  it('is the SHA at the least', () => {
    expect(registrationOf('api', { sha })).toEqual({
      codeDeployment: 'api',
      sha,
      environment: undefined,
      branch: undefined,
      deployedAt: undefined,
      ignoreIfDuplicate: false,
    });
  });

  it('takes empty text for what is not set, as its action sends it', () => {
    const registration = registrationOf('api', {
      sha,
      environment: '',
      branch: ' ',
      date: '',
      email: '',
      tags: '',
    });
    expect(registration).toMatchObject({ environment: undefined, branch: undefined, deployedAt: undefined });
  });

  it.each([
    ['2026-11-23T03:17:02.847317', '2026-11-23T03:17:02.847Z'],
    ['2026-11-23T03:17:02', '2026-11-23T03:17:02.000Z'],
    ['2026-11-23T03:17:02Z', '2026-11-23T03:17:02.000Z'],
    ['2026-11-23T04:17:02+01:00', '2026-11-23T03:17:02.000Z'],
    ['2026-11-23 04:17:02+01:00', '2026-11-23T03:17:02.000Z'],
    ['2026-11-23', '2026-11-23T00:00:00.000Z'],
  ])('reads the date %s as %s', (date, instant) => {
    expect(registrationOf('api', { sha, date }).deployedAt?.toISOString()).toBe(instant);
  });

  it.each([
    '2026-02-30',
    '2026-02-30T10:00:00Z',
    'yesterday',
    '23.11.2026',
    '2026-13-01',
    '1763867822',
    '2026-11-23T25:00:00',
  ])('refuses the date %s', (date) => {
    expect(faultOf({ sha, date })).toMatch(/^date /);
  });

  it.each([
    [{}, /^sha is missing/],
    [{ sha: '' }, /^sha is missing/],
    [{ sha: 'abc1234' }, /^sha must be a full SHA/],
    [{ sha: 'v1.2.3' }, /^sha must be a full SHA/],
    [{ sha: 1 }, /^sha must be text/],
    [{ sha, environment: ['a'] }, /^environment must be text/],
    [{ sha, email: 'nobody' }, /^email /],
  ])('refuses %j', (fields, fault) => {
    expect(faultOf(fields)).toMatch(fault);
  });

  it.each([
    ['true', true],
    ['True', true],
    [true, true],
    ['false', false],
    ['', false],
    [undefined, false],
  ])('ignores duplicates when asked by %j: %s', (value, isIgnored) => {
    expect(registrationOf('api', { sha, ignore_if_duplicate: value }).ignoreIfDuplicate).toBe(isIgnored);
  });

  it('does not mind what it has no use for', () => {
    const fields = {
      sha,
      commits: [{ revision: sha }],
      files: [],
      pull_requests: [],
      links: { a: 'b' },
      tags: ['#x'],
    };
    expect(registrationOf('api', fields)).toMatchObject({ sha });
  });
});

function faultOf(fields: Record<string, unknown>): string {
  try {
    return `taken: ${JSON.stringify(registrationOf('api', fields))}`;
  } catch (error) {
    if (error instanceof Problem && error.status === 400) return error.detail;
    throw error;
  }
}
