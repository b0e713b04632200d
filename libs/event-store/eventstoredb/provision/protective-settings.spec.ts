import { protectiveSettings } from './protective-settings.js';

describe('The settings that protect streams', () => {
  it('let only administrators delete and truncate, and all others read and write as before', () => {
    expect(protectiveSettings(undefined)).toEqual({
      $userStreamAcl: { $r: '$all', $w: '$all', $d: '$admins', $mr: '$all', $mw: '$admins' },
    });
  });

  it('keep whatever else is set', () => {
    expect(
      protectiveSettings({
        $userStreamAcl: { $r: ['readers'], $w: 'writers', $d: '$all' },
        $systemStreamAcl: { $r: ['$admins', 'followers'] },
        other: 1,
      }),
    ).toEqual({
      $userStreamAcl: { $r: ['readers'], $w: 'writers', $d: '$admins', $mr: '$all', $mw: '$admins' },
      $systemStreamAcl: { $r: ['$admins', 'followers'] },
      other: 1,
    });
  });

  it.each([[{ $d: '$admins', $mw: '$admins' }], [{ $d: ['$admins'], $mw: ['$admins'], $r: 'readers' }]])(
    'are left as they are when they protect already: %j',
    (acl) => {
      expect(protectiveSettings({ $userStreamAcl: acl })).toBeUndefined();
    },
  );

  it.each([
    [{ $d: ['$admins', 'cleaner'], $mw: '$admins' }],
    [{ $d: '$admins' }],
    [{ $d: [], $mw: '$admins' }],
    ['nonsense'],
    [null],
  ])('are set when they do not: %j', (acl) => {
    expect(protectiveSettings({ $userStreamAcl: acl })).toMatchObject({
      $userStreamAcl: { $d: '$admins', $mw: '$admins' },
    });
  });

  it('set once protect', () => {
    expect(protectiveSettings(protectiveSettings({ a: 1 }))).toBeUndefined();
  });
});
