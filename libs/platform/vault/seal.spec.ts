import { createCipheriv, randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { Secret } from '../secret.js';
import { thrownBy } from '../testing/index.js';
import { parseKeyRing } from './key-ring.js';
import { seal, unseal, type Place, type Sealed } from './seal.js';

const keyText = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const keyRing = parseKeyRing(new Secret(`${keyText('new')},${keyText('old')}`));
const place: Place = { organization: 'acme', connection: 'c1', version: 'v1' };
const token = new Secret('bkua_0123456789abcdef');
const altered = { code: 'vault-unreadable', reason: 'altered', connection: 'c1' };

const sealed = (secret = token) => seal(keyRing.active, place, secret);
const open = (what: Sealed, where = place) => unseal(keyRing, where, what);

function flip(bytes: string, bit: number): string {
  const flipped = Buffer.from(bytes, 'base64');
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return flipped.toString('base64');
}

describe('A sealed token', () => {
  it('opens to what it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(open(sealed(new Secret(text))).reveal()).toBe(text);
      }),
    );
  });

  it('holds nothing of the token and names its key', () => {
    const what = sealed();
    expect(what.key).toBe('new');
    const shown = JSON.stringify(what) + Buffer.from(what.ciphertext, 'base64').toString('latin1');
    expect(shown).not.toContain('bkua');
  });

  it('never looks the same twice', () => {
    const all = Array.from({ length: 1000 }, () => sealed());
    expect(new Set(all.map(({ iv }) => iv)).size).toBe(1000);
    expect(new Set(all.map(({ ciphertext }) => ciphertext)).size).toBe(1000);
    expect(new Set(all.map(({ iv }) => Buffer.from(iv, 'base64').length))).toEqual(new Set([12]));
  });

  it.each(['iv', 'tag', 'ciphertext'] as const)(
    'does not open after any bit of its %s was flipped',
    (part) => {
      const what = sealed();
      const bits = Buffer.from(what[part], 'base64').length * 8;
      for (let bit = 0; bit < bits; bit += 1) {
        const broken = { ...what, [part]: flip(what[part], bit) };
        expect(thrownBy(() => open(broken))).toMatchObject(altered);
      }
    },
  );

  it.each<[string, Partial<Sealed>]>([
    ['an empty ciphertext', { ciphertext: '' }],
    ['an empty iv', { iv: '' }],
    ['an empty tag', { tag: '' }],
    ['an iv that is no base64', { iv: '€' }],
  ])('does not open with %s', (_name, change) => {
    expect(thrownBy(() => open({ ...sealed(), ...change }))).toMatchObject(altered);
  });

  it('does not open with a shortened tag, which GCM would take', () => {
    const what = sealed();
    for (let length = 0; length < 16; length += 1) {
      const tag = Buffer.from(what.tag, 'base64').subarray(0, length).toString('base64');
      expect(thrownBy(() => open({ ...what, tag }))).toMatchObject(altered);
    }
  });

  it.each<[string, Place]>([
    ['organization', { ...place, organization: 'globex' }],
    ['connection', { ...place, connection: 'c2' }],
    ['version', { ...place, version: 'v2' }],
    ['place that looks alike', { organization: 'acme","c1', connection: 'v1', version: '' }],
  ])('does not open for another %s', (_name, elsewhere) => {
    expect(thrownBy(() => open(sealed(), elsewhere))).toMatchObject({
      code: 'vault-unreadable',
      reason: 'altered',
    });
  });

  it('does not open with another key', () => {
    const old = keyRing.find('old');
    if (old === undefined) throw new Error('The ring has an old key.');
    expect(thrownBy(() => open({ ...sealed(), key: 'old' }))).toMatchObject(altered);
    expect(open(seal(old, place, token)).reveal()).toBe(token.reveal());
  });

  it('says when its key is gone', () => {
    expect(thrownBy(() => open({ ...sealed(), key: 'gone' }))).toMatchObject({
      reason: 'unknown-key',
      message:
        'The token of connection c1 cannot be read: VAULT_KEYS does not hold the key that it was encrypted with (any more).',
    });
  });

  it('does not open without the place being part of the seal', () => {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', keyRing.active.key, iv);
    const ciphertext = Buffer.concat([cipher.update(token.reveal()), cipher.final()]).toString('base64');
    const unbound = {
      key: 'new',
      iv: iv.toString('base64'),
      tag: cipher.getAuthTag().toString('base64'),
      ciphertext,
    };
    expect(thrownBy(() => open(unbound))).toMatchObject(altered);
  });

  it('shows in no error what it holds', () => {
    const what = sealed();
    const error = thrownBy(() => open({ ...what, tag: flip(what.tag, 0) }));
    const shown = inspect(error, { depth: 9, showHidden: true });
    for (const secret of [token.reveal(), what.ciphertext, what.tag]) expect(shown).not.toContain(secret);
  });
});
