/** Labels that nobody could read, or that would read as something else. */
export const badLabels: readonly (readonly [string, unknown])[] = [
  ['empty', ''],
  ['256 characters', 'x'.repeat(256)],
  ['with NUL', 'a\u0000b'],
  ['with a line end', 'a\r\nb'],
  ['invisible', '\u200b\u200f\u202e'],
  ['a number', 5],
  ['nothing', null],
  ['a list', ['x']],
];

/** Texts that are no token, with their codes. */
export const badTokens: readonly (readonly [string, unknown, string])[] = [
  ['empty', '', 'validation'],
  ['10 KB', `bkua_${'x'.repeat(10_000)}`, 'validation'],
  ['with a blank', 'bkua_a b', 'validation'],
  ['with a header behind it', 'bkua_a\r\nX-Evil: 1', 'validation'],
  ['an agent token', `bkaa_${'a'.repeat(40)}`, 'not-an-api-token'],
  ['a list', ['bkua_a'], 'validation'],
];

/** Fields that make a good deploy a bad one. The clock of these tests stands at 2026-03-01T12:00:00Z. */
export const badDeploys: readonly (readonly [string, Record<string, unknown>, number, string])[] = [
  ['a short SHA', { sha: 'abc1234' }, 400, 'validation'],
  ['a SHA of 41 digits', { sha: 'a'.repeat(41) }, 400, 'validation'],
  ['a SHA that is not hexadecimal', { sha: 'g'.repeat(40) }, 400, 'validation'],
  ['a list of 10,001 SHAs', { sha: Array.from({ length: 10_001 }, () => 1) }, 400, 'validation'],
  ['a date that is no time', { deployedAt: 'yesterday' }, 400, 'validation'],
  ['a date without time', { deployedAt: '2026-03-01' }, 400, 'validation'],
  ['a time without zone', { deployedAt: '2026-03-01T11:00:00' }, 400, 'validation'],
  ['a day that does not exist', { deployedAt: '2026-02-30T11:00:00Z' }, 400, 'validation'],
  ['a number for a time', { deployedAt: 1_772_366_400 }, 400, 'validation'],
  ['the year 9999', { deployedAt: '9999-12-31T23:59:59Z' }, 400, 'validation'],
  ['six minutes from now', { deployedAt: '2026-03-01T13:06:00Z' }, 400, 'deploy-in-future'],
  ['an environment of 300 characters', { environment: 'a'.repeat(300) }, 400, 'validation'],
  ['an environment that leads elsewhere', { environment: '../production' }, 400, 'validation'],
  ['a branch of 300 characters', { branch: 'a'.repeat(300) }, 400, 'validation'],
  ['text for a boolean', { ignoreIfDuplicate: 'true' }, 400, 'validation'],
];
