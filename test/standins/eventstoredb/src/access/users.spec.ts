import { readAccounts, userShownBy } from './users.js';

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

describe('the accounts', () => {
  it('are users with passwords and any number of groups', () => {
    expect(readAccounts('admin:one:$admins,svc:two,ops:three:$ops:readers')).toEqual([
      { name: 'admin', password: 'one', groups: ['$admins'] },
      { name: 'svc', password: 'two', groups: [] },
      { name: 'ops', password: 'three', groups: ['$ops', 'readers'] },
    ]);
  });

  it('are none where nothing is said', () => {
    expect(readAccounts('')).toEqual([]);
  });

  it.each(['admin', 'admin:', ':secret', 'svc:two,:secret'])(
    'cannot be %j, and no password is repeated',
    (text) => {
      expect(() => readAccounts(text)).toThrow(/^Account \d of USERS is not name:password/);
      expect(() => readAccounts(text)).not.toThrow(/secret/);
    },
  );
});

describe('credentials', () => {
  const accounts = readAccounts('svc:pass word:readers,a:b:c');

  it('show a user without the password', () => {
    expect(userShownBy(basic('svc:pass word'), accounts)).toEqual({ name: 'svc', groups: ['readers'] });
  });

  it.each([
    basic('svc:wrong'),
    basic('svc:'),
    basic('svc'),
    basic('nobody:pass word'),
    basic('svc:pass word:more'),
    'Bearer token',
    'Basic',
    'Basic !',
    '',
  ])('show nobody: %s', (header) => {
    expect(userShownBy(header, accounts)).toBeUndefined();
  });
});
