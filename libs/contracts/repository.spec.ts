import fc from 'fast-check';
import { Repository } from './events/primitives.js';
import { normalizeRepository } from './repository.js';
import { checkOf } from './validators.js';

describe('normalising a repository', () => {
  it.each([
    'git@github.com:acme/shop.git',
    'git@github.com:acme/shop',
    'git@github.com:/acme/shop.git',
    'github.com:acme/shop.git',
    'org-4711@github.com:acme/shop.git',
    'https://github.com/acme/shop.git',
    'https://github.com/acme/shop',
    'https://github.com/acme/shop/',
    'https://github.com/acme/shop.git/',
    'https://github.com//acme//shop',
    'https://github.com:443/acme/shop.git',
    'https://user@github.com/acme/shop.git',
    'https://github.com/acme/shop?tab=readme-ov-file',
    'https://github.com/acme/shop#readme',
    'http://github.com/acme/shop',
    'ssh://git@github.com/acme/shop.git',
    'ssh://git@github.com:22/acme/shop.git',
    'ssh://github.com/acme/shop',
    'git+ssh://git@github.com/acme/shop.git',
    'git://github.com/acme/shop.git',
    'HTTPS://GitHub.com/Acme/Shop.GIT',
    'git@GitHub.com:Acme/Shop',
    '  git@github.com:acme/shop.git\n',
    'github.com/acme/shop',
    'github.com/acme/shop.git/',
  ])('reads %j', (text) => {
    expect(normalizeRepository(text)).toBe('github.com/acme/shop');
  });

  it('drops the secret that an address may hold', () => {
    expect(normalizeRepository('https://x-token:s3cret@github.com/acme/shop.git')).toBe(
      'github.com/acme/shop',
    );
    expect(normalizeRepository('https://ada:p@ss:w0rd@github.com/acme/shop')).toBe('github.com/acme/shop');
  });

  it.each([
    ['git@gitlab.example.com:money/core/ledger.git', 'gitlab.example.com/money/core/ledger'],
    ['ssh://git@git.internal:7999/team/app.git', 'git.internal/team/app'],
    ['git@gitserver:team/app.git', 'gitserver/team/app'],
    ['http://localhost:3000/team/app', 'localhost/team/app'],
    ['https://git.example.com/team/my.app.js', 'git.example.com/team/my.app.js'],
    ['https://git.example.com/~ada/dot_files', 'git.example.com/~ada/dot_files'],
    ['git@git.example.com:team/.github.git', 'git.example.com/team/.github'],
  ])('reads %s as %s', (text, repository) => {
    expect(normalizeRepository(text)).toBe(repository);
  });

  it.each([
    '',
    '   ',
    'shop',
    'acme/shop',
    'https://github.com',
    'https://github.com/',
    'https://github.com/acme',
    'https://github.com/acme/.git',
    'git@github.com:shop.git',
    'https://',
    'https:///acme/shop',
    'file:///srv/git/acme/shop',
    'javascript://github.com/acme/shop',
    '/srv/git/acme/shop.git',
    './acme/shop/web',
    '../acme/shop/web',
    String.raw`C:\git\acme\shop`,
    'https://github.com/acme/my shop',
    'https://github.com/acme/../shop',
    'https://github.com/./shop',
    'https://git hub.com/acme/shop',
    'git@github.com:acme/shop:main',
    'github.com/acme/shop\u0000',
    'not a repository',
    'https://-/acme/shop',
    'HEAD',
  ])('makes nothing of %j', (text) => {
    expect(normalizeRepository(text)).toBeUndefined();
  });

  it('makes nothing of an address that is longer than any repository', () => {
    expect(normalizeRepository(`https://github.com/acme/${'s'.repeat(500)}`)).toBeUndefined();
  });

  const label = fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9-]{0,8}[A-Za-z0-9])?$/);
  const word = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,10}$/);
  const address = fc
    .tuple(
      fc.constantFrom(
        'git@<host>:<path>',
        'https://<host>/<path>',
        'ssh://git@<host>:2222/<path>',
        'git://<host>/<path>',
        'http://u:p@<host>:80/<path>',
        '<host>/<path>',
      ),
      fc.array(label, { minLength: 1, maxLength: 3 }),
      fc.array(word, { minLength: 2, maxLength: 4 }),
      fc.constantFrom('', '.git', '/', '.git/', '.git.git', '//'),
    )
    .map(([form, host, path, end]) => ({
      text: form.replace('<host>', host.join('.')).replace('<path>', path.join('/')) + end,
      repository: `${host.join('.')}/${path.join('/')}`.toLowerCase(),
    }));

  it('reads every form of the same repository alike', () => {
    fc.assert(
      fc.property(address, ({ text, repository }) => {
        expect(normalizeRepository(text)).toBe(repository);
      }),
    );
  });

  it('leaves its own result as it is, and that is what the events take', () => {
    const anything = fc.oneof(
      address.map(({ text }) => text),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.string({ unit: fc.constantFrom(...'aZ9./:@-_~ \\?#%\u00e9\u0130') }),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(anything, (text) => {
        const repository = normalizeRepository(text);
        fc.pre(repository !== undefined);
        expect(normalizeRepository(repository)).toBe(repository);
        expect(checkOf(Repository)(repository)).toBeUndefined();
      }),
    );
  });
});
