import type { ConnectionProblem } from '#libs/contracts';
import { changed, healthAfter, type Health, type Signs, type Told } from './health.js';
import type { Attempt } from './reading.js';

const start = Date.parse('2026-03-01T12:00:00.000Z');
const minute = (number: number) => new Date(start + number * 60_000);

const attempt = (minutes: number, code?: string, slug = 'acme-inc'): Attempt => ({
  buildkiteOrganization: slug,
  startedAt: minute(minutes).toISOString(),
  endedAt: minute(minutes).toISOString(),
  failure: code === undefined ? null : { code, detail: 'Said.' },
  lastFinishedAt: null,
});
const signs = (changes: Partial<Signs> = {}): Signs => ({
  tokenVersion: 'v1',
  tokenExpiresAt: null,
  rejectedAt: null,
  buildkiteOrganizations: ['acme-inc'],
  attempts: [],
  lastDeliveryAt: null,
  behindAfterMs: 5 * 60_000,
  ...changes,
});

/** How the connection is after cycles that ended at these minutes. */
function after(last: Health | undefined, ...cycles: readonly (readonly [number, Partial<Signs>])[]) {
  return cycles.reduce<Health | undefined>(
    (health, [at, changes]) => healthAfter(health, signs(changes), minute(at)),
    last,
  );
}
const cycle = (at: number, code?: string) => [at, { attempts: [attempt(at, code)] }] as const;

describe('the health of a connection', () => {
  it('is not told while nothing has been wrong', () => {
    expect(after(undefined, cycle(0), cycle(1))).toEqual({
      tokenVersion: 'v1',
      readings: [expect.objectContaining({ currentAt: minute(1).toISOString() })],
      undeliveredSince: null,
      problems: [],
      told: null,
    });
  });

  it('is told when something is wrong, as it was then, and when it is well again', () => {
    const first = after(undefined, cycle(0), cycle(1, 'scope-missing'));
    expect(first?.told).toEqual({
      tokenVersion: 'v1',
      at: minute(1).toISOString(),
      problems: first?.problems,
      isPublished: false,
    });
    const published = first?.told && { ...first, told: { ...first.told, isPublished: true } };
    const still = after(published ?? undefined, cycle(2, 'scope-missing'));
    expect(still?.told).toEqual({ ...first?.told, isPublished: true });
    const well = after(still, cycle(3));
    expect(well?.told).toMatchObject({ at: minute(3).toISOString(), problems: [], isPublished: false });
  });

  it('is not a matter of one failed cycle, but of three', () => {
    const twice = after(undefined, cycle(0), cycle(1, 'rate-limited'), cycle(2, 'rate-limited'));
    expect(twice?.problems).toEqual([]);
    const thrice = after(twice, cycle(3, 'rate-limited'));
    expect(thrice?.problems).toMatchObject([{ code: 'rate-limited', since: minute(1).toISOString() }]);
    const again = after(undefined, cycle(1, 'rate-limited'), cycle(2), cycle(3, 'rate-limited'));
    expect(again?.problems).toEqual([]);
  });

  it('is what it is when a cycle is judged twice, while it is under way and when it is over', () => {
    const failed = { attempts: [attempt(1, 'rate-limited')] };
    expect(after(undefined, cycle(0), [6, failed], [6, failed])).toEqual(
      after(undefined, cycle(0), [6, failed]),
    );
  });

  it('suffers from a first cycle that takes long, by Buildkite organizations that it has not come to', () => {
    const underWay = {
      buildkiteOrganizations: ['acme-inc', 'acme-labs'],
      cycleStartedAt: minute(0).toISOString(),
      attempts: [attempt(1)],
    };
    expect(after(undefined, [5, underWay])?.problems).toEqual([]);
    expect(after(undefined, [6, underWay])?.problems).toMatchObject([
      { code: 'collection-behind', since: minute(0).toISOString(), buildkiteOrganization: 'acme-labs' },
    ]);
  });

  it('knows nothing of Buildkite organizations before they were tried', () => {
    expect(after(undefined, [6, {}])).toMatchObject({ readings: [], problems: [] });
  });

  it('begins anew with another token', () => {
    const poor = after(undefined, cycle(0, 'scope-missing'));
    expect(after(poor, [1, { tokenVersion: 'v2' }])).toMatchObject({
      readings: [],
      problems: [],
      told: { tokenVersion: 'v2', at: minute(1).toISOString(), problems: [] },
    });
  });

  it('knows the webhook whatever the token', () => {
    const lastDeliveryAt = minute(0).toISOString();
    const found = { ...attempt(10), lastFinishedAt: minute(9).toISOString() };
    const other = { ...attempt(10, undefined, 'acme-labs'), lastFinishedAt: minute(5).toISOString() };
    const missed = after(undefined, [10, { lastDeliveryAt, attempts: [other, found] }]);
    expect(missed?.undeliveredSince).toBe(minute(9).toISOString());
    const silent = after(missed, [25, { lastDeliveryAt, tokenVersion: 'v2' }]);
    expect(silent?.problems).toMatchObject([{ code: 'webhook-silent', since: minute(9).toISOString() }]);
    const heard = after(silent, [26, { lastDeliveryAt: minute(26).toISOString(), tokenVersion: 'v2' }]);
    expect(heard).toMatchObject({ problems: [], undeliveredSince: null, told: { problems: [] } });
  });

  it('is told later than what was told before, by a clock that is behind too', () => {
    const poor = after(undefined, cycle(5, 'scope-missing'));
    const well = after(poor, cycle(3));
    expect(well?.told?.at).toBe(new Date(minute(5).getTime() + 1).toISOString());
  });
});

describe('what others have to be told', () => {
  const problem = (code: ConnectionProblem['code'], changes: Partial<ConnectionProblem> = {}) => ({
    code,
    detail: 'Said.',
    since: minute(0).toISOString(),
    buildkiteOrganization: null,
    ...changes,
  });
  const told = (tokenVersion: string, ...problems: readonly ConnectionProblem[]): Told => ({
    tokenVersion,
    at: minute(0).toISOString(),
    problems,
    isPublished: true,
  });
  const poor = problem('scope-missing');

  it.each([
    ['at first that nothing is wrong', null, told('v1'), false],
    ['at first that something is', null, told('v1', poor), true],
    ['the same', told('v1', poor), told('v1', poor), false],
    ['other words', told('v1', poor), told('v1', problem('scope-missing', { detail: 'Or so.' })), false],
    ['another time', told('v1', poor), told('v1', { ...poor, since: minute(1).toISOString() }), false],
    ['another problem', told('v1', poor), told('v1', problem('token-expiring')), true],
    ['one more', told('v1', poor), told('v1', poor, problem('token-expiring')), true],
    [
      'the same of another place',
      told('v1', poor),
      told('v1', { ...poor, buildkiteOrganization: 'x' }),
      true,
    ],
    ['that nothing is wrong any more', told('v1', poor), told('v1'), true],
    ['the same of another token', told('v1', poor), told('v2', poor), true],
    ['that nothing is wrong with another token', told('v1', poor), told('v2'), true],
    ['that nothing is wrong with another good token', told('v1'), told('v2'), false],
  ])('%s', (_what, last, next, expected) => {
    expect(changed(last, next)).toBe(expected);
  });
});
