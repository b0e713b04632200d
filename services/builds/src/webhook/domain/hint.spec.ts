import { hintAt } from './hint.js';

const now = new Date('2026-03-01T12:00:00.000Z');
const build = { organization: 'acme-inc', pipeline: 'shop', number: 7, sha: 'ab'.repeat(20) };

describe('a hint', () => {
  it('says where the build is, and when it came', () => {
    expect(hintAt('qa', build, 'digest', now)).toEqual({
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
    expect(hintAt('qa', { ...build, sha: undefined }, 'digest', now).sha).toBeNull();
  });

  it('is the same for the same delivery, and another for a later one', () => {
    const later = new Date('2026-03-01T12:00:01.000Z');
    expect(hintAt('qa', build, 'digest', later).id).toBe(hintAt('qa', build, 'digest', now).id);
    expect(hintAt('qa', build, 'other', now).id).not.toBe(hintAt('qa', build, 'digest', now).id);
    expect(hintAt('prod', build, 'digest', now).id).not.toBe(hintAt('qa', build, 'digest', now).id);
  });
});
