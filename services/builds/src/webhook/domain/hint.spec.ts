import { hintAt } from './hint.js';

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
