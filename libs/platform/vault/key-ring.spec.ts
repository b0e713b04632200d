import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { Secret } from '../secret.js';
import { thrownBy } from '../testing/index.js';
import { parseKeyRing } from './key-ring.js';
import { InvalidKeyRing } from './vault-errors.js';

const newKey = () => randomBytes(32).toString('base64');
const parse = (text: string) => parseKeyRing(new Secret(text));

describe('The keys of the vault', () => {
  it('are read from id:key pairs, the first is the active one', () => {
    const [one, two] = [newKey(), newKey()];
    const ring = parse(`k2:${two},k1:${one}`);

    expect(ring.active.id).toBe('k2');
    expect(ring.active.key.export().toString('base64')).toBe(two);
    expect(ring.find('k1')?.key.export().toString('base64')).toBe(one);
    expect(ring.find('k3')).toBeUndefined();
  });

  it('may have white space around them, as files do', () => {
    expect(parse(` a:${newKey()} ,\n b:${newKey()}\n`).find('b')?.id).toBe('b');
  });

  it('may leave out the padding', () => {
    const key = newKey();
    expect(
      parse(`a:${key.replace('=', '')}`)
        .active.key.export()
        .toString('base64'),
    ).toBe(key);
  });

  it.each([
    ['nothing', ''],
    ['a key without id', newKey()],
    ['an empty id', `:${newKey()}`],
    ['an id with other signs', `a b:${newKey()}`],
    ['a key that is too short', `a:${randomBytes(31).toString('base64')}`],
    ['a key that is too long', `a:${randomBytes(33).toString('base64')}`],
    ['a key that is not base64', `a:${'!'.repeat(43)}=`],
    ['a key in hexadecimal', `a:${randomBytes(32).toString('hex')}`],
    ['an empty key', 'a:'],
  ])('are refused with %s', (_name, text) => {
    expect(thrownBy(() => parse(text))).toMatchObject({
      code: 'invalid-key-ring',
      message: 'VAULT_KEYS: Key 1 is not id:key with 32 bytes in base64.',
    });
  });

  it('are refused with all faults at once', () => {
    const refused = thrownBy(() => parse(`a:${newKey()},b:short,a:${newKey()},,c:${newKey()}`));
    expect(refused).toBeInstanceOf(InvalidKeyRing);
    expect(refused).toMatchObject({
      faults: [
        'Key 2 is not id:key with 32 bytes in base64.',
        'Key 3 has the id of another.',
        'Key 4 is not id:key with 32 bytes in base64.',
      ],
    });
  });

  it('are shown by nothing: not by the ring and not by what is wrong with it', () => {
    const key = newKey();
    const shown = [
      inspect(parse(`a:${key}`), { depth: 9, showHidden: true }),
      JSON.stringify(parse(`a:${key}`)),
      inspect(
        thrownBy(() => parse(key)),
        { depth: 9 },
      ),
      inspect(
        thrownBy(() => parse(`${key}:a`)),
        { depth: 9 },
      ),
    ].join('\n');
    expect(shown).not.toContain(key.slice(0, 20));
    expect(shown).not.toContain(Buffer.from(key, 'base64').toString('hex').slice(0, 20));
  });
});
