import { acme } from '#libs/contracts/testing';
import { asked, failed, requestedLookUp, revived, stillWanted, type LookUp } from './look-up.js';

const noon = '2026-11-23T12:00:00.000Z';
const instant = (seconds: number) => new Date(Date.parse(noon) + seconds * 1_000);
const deploy = {
  id: acme.deploy,
  organization: 'acme',
  connection: acme.connection,
  sha: acme.sha,
  deployedAt: noon,
};
const requested = requestedLookUp(deploy, noon);
const reply = (seconds: number, refusals = '', hasBuilds = true) => ({
  lookedAt: instant(seconds).toISOString(),
  isRefused: refusals !== '',
  hasBuilds,
  published: refusals,
});

describe('a look-up that is requested', () => {
  const dueAt = (deployedAt: string) =>
    requestedLookUp({ ...deploy, deployedAt }, '2026-11-24T14:00:00.000Z').dueAt;

  it('is due from T on, since the clock that requests it may run ahead of the one that looks it up', () => {
    expect(dueAt('2026-11-23T12:00:00.000Z')).toBe('2026-11-23T12:00:00.000Z');
  });

  it('does not wait for a T to come', () => {
    expect(dueAt('2026-11-24T15:00:00.000Z')).toBe('2026-11-24T14:00:00.000Z');
  });
});

describe('a look-up', () => {
  it('is due at once when it is requested, once for a deploy and a connection', () => {
    expect(requested).toEqual<LookUp>({
      id: `${acme.deploy}/${acme.connection}`,
      organization: 'acme',
      connection: acme.connection,
      deploy: acme.deploy,
      sha: acme.sha,
      deployedAt: noon,
      requestedAt: noon,
      state: 'due',
      dueAt: noon,
      failures: 0,
      published: null,
    });
  });

  it.each([0, 1, 3_600])('is done when it was answered %d s after T', (seconds) => {
    expect(asked(requested, reply(seconds), instant(seconds))).toEqual({
      ...requested,
      state: 'answered',
      dueAt: null,
      published: '',
    });
  });

  it('is due again at T when it was answered before', () => {
    const again = asked({ ...requested, failures: 2 }, reply(-120), instant(-120));
    expect(again).toEqual({ ...requested, state: 'due', dueAt: noon, failures: 0 });
  });

  it("is due a second later when T has passed here, but not by Buildkite's clock", () => {
    expect(asked(requested, reply(-1), instant(3)).dueAt).toBe(instant(4).toISOString());
  });

  it('forgets what was refused before T, so that the same is told again from T on', () => {
    expect(asked(requested, reply(-60, 'acme-inc: scope-missing'), instant(-60)).published).toBeNull();
  });

  it('is set aside while it is refused, for a day', () => {
    const refused = asked(requested, reply(1, 'acme-inc: scope-missing'), instant(1));
    expect(refused).toMatchObject({ state: 'refused', dueAt: null, published: 'acme-inc: scope-missing' });
    expect(asked(refused, reply(86_401, 'acme-inc: scope-missing'), instant(86_401))).toMatchObject({
      state: 'answered',
      dueAt: null,
    });
  });

  it('is due at once when it is taken up again', () => {
    const refused = asked(requested, reply(1, 'acme-inc: scope-missing'), instant(1));
    expect(revived(refused, instant(60))).toEqual({
      ...refused,
      state: 'due',
      dueAt: instant(60).toISOString(),
    });
  });

  it('rests longer from failure to failure, five minutes at most', () => {
    const pauses: number[] = [];
    let lookUp = requested;
    for (let failure = 0; failure < 12; failure += 1) {
      lookUp = failed(lookUp, 0, instant(0));
      pauses.push((Date.parse(lookUp.dueAt ?? '') - Date.parse(noon)) / 1_000);
    }
    expect(pauses).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300]);
    expect(lookUp.failures).toBe(12);
  });

  it('rests as long as Buildkite wants to be left alone', () => {
    expect(failed(requested, 57_000, instant(0)).dueAt).toBe(instant(57).toISOString());
  });

  it('begins to count failures anew when it was asked', () => {
    const late = failed(failed(requested, 0, instant(0)), 0, instant(0));
    expect(asked(late, reply(5), instant(5)).failures).toBe(0);
  });

  it('is wanted, half a minute later, while there are no builds', () => {
    expect(asked(requested, reply(1, '', false), instant(1))).toEqual({
      ...requested,
      state: 'wanted',
      dueAt: instant(31).toISOString(),
      published: '',
    });
  });

  it('is set aside rather than wanted while it is refused', () => {
    expect(asked(requested, reply(1, 'acme-inc: scope-missing', false), instant(1)).state).toBe('refused');
  });

  it.each([
    ['a day after T', noon, noon, 86_399],
    ['an hour after it was asked for, if T was long before', '2026-11-01T00:00:00.000Z', noon, 3_599],
  ])('is wanted until %s', (_until, deployedAt, requestedAt, last) => {
    const wanted: LookUp = { ...requested, deployedAt, requestedAt, state: 'wanted', dueAt: noon };
    const later = instant(last + 60).toISOString();
    expect(stillWanted(wanted, later, instant(last))).toEqual({ ...wanted, dueAt: later });
    expect(stillWanted(wanted, later, instant(last + 1))).toEqual({
      ...wanted,
      state: 'answered',
      dueAt: null,
    });
  });
});
