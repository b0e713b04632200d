import { createHmac } from 'node:crypto';
import { NOON } from '../../testing/a-build.js';
import { signature } from './signature.js';

describe('the signature of a delivery', () => {
  it('is the HMAC-SHA256 of the whole second, a dot and the body', () => {
    expect(signature('secret', '{"event":"ping"}', 1_642_080_837_999)).toBe(
      `timestamp=1642080837,signature=181acbb0e1700ab42d842ee614f6ff52af11575b6f837debd0ae1d835fa4f4eb`,
    );
  });

  it('is of the bytes of the body', () => {
    const body = '{"message":"Übersetze 🚀"}';
    const key = Buffer.from('schlüssel', 'utf8');
    const bytes = Buffer.concat([Buffer.from(`${String(NOON / 1_000)}.`), Buffer.from(body, 'utf8')]);
    expect(signature('schlüssel', body, NOON)).toContain(
      createHmac('sha256', key).update(bytes).digest('hex'),
    );
  });

  it('changes with the secret, the body and the second', () => {
    const all = [
      signature('a', 'body', NOON),
      signature('b', 'body', NOON),
      signature('a', 'body ', NOON),
      signature('a', 'body', NOON + 1_000),
    ];
    expect(new Set(all).size).toBe(4);
  });
});
