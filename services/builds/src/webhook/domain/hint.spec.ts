import { hintAt, isOvertaken } from './hint.js';

const now = new Date('2026-03-01T12:00:00.000Z');
const build = { organization: 'acme-inc', pipeline: 'shop', number: 7, sha: 'ab'.repeat(20) };

describe('a hint', () => {
  it('says where the build is, and when it came', () => {
    expect(hintAt('qa/digest', 'qa', build, now)).toEqual({
      id: 'qa/digest',
      connection: 'qa',
      buildkiteOrganization: 'acme-inc',
      pipeline: 'shop',
      number: 7,
      sha: 'ab'.repeat(20),
      hintedAt: '2026-03-01T12:00:00.000Z',
    });
  });

  it('may know no SHA', () => {
    expect(hintAt('qa/digest', 'qa', { ...build, sha: undefined }, now).sha).toBeNull();
  });
});

describe('a hint, once polling goes on,', () => {
  const hint = hintAt('qa/digest', 'qa', build, now);

  it.each([
    ['12:00:00.001', 'complete', true],
    ['12:00:00.000', 'complete', false],
    ['11:59:59.999', 'complete', false],
    ['12:01:00.000', 'rate-limited', false],
  ])('of a cycle begun at %s that was %s: overtaken is %s', (time, outcome, expected) => {
    expect(isOvertaken(hint, { startedAt: `2026-03-01T${time}Z`, outcome })).toBe(expected);
  });

  it('is not overtaken before the first cycle has ended', () => {
    expect(isOvertaken(hint, undefined)).toBe(false);
  });
});
