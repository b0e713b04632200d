import { Secret } from '#libs/platform';
import { signedDelivery } from '../testing/index.js';
import { isSignedWith, isTimely, webhookSignature } from './signature.js';

const secret = new Secret('a secret of the admin');
const body = Buffer.from('{"event":"ping"}');
/** Made with `openssl dgst -sha256 -hmac` of `1772366400.{"event":"ping"}`. */
const digest = 'a6d6d8890b7a0bff6bb52a6e152355bfe0757f886e77eadd1352758ec1f9034b';
const header = `timestamp=1772366400,signature=${digest}`;

function read(text = header) {
  const signature = webhookSignature(text);
  if (!signature) throw new Error('That is no signature.');
  return signature;
}

describe('the signature of a webhook', () => {
  it('is HMAC-SHA256 over timestamp and body', () => {
    expect(isSignedWith(secret, read(), body)).toBe(true);
  });

  it('is what the signer of the tests makes', () => {
    const { headers } = signedDelivery(secret.reveal(), { event: 'ping' }, '2026-03-01T12:00:00.500Z');
    expect(headers['x-buildkite-signature']).toBe(header);
  });

  it.each([
    ['white space around its parts', `  timestamp = 1772366400 ,\tsignature= ${digest} `],
    ['none', header],
  ])('may have %s', (_what, text) => {
    expect(isSignedWith(secret, read(text), body)).toBe(true);
  });

  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['garbled', 'garbled'],
    ['without its timestamp', `signature=${digest}`],
    ['without its digest', 'timestamp=1772366400'],
    ['with an empty digest', 'timestamp=1772366400,signature='],
    ['the other way round', `signature=${digest},timestamp=1772366400`],
    ['in upper case', header.toUpperCase()],
    ['with an upper-case digest', `timestamp=1772366400,signature=${digest.toUpperCase()}`],
    ['a digit short', header.slice(0, -1)],
    ['a digit long', `${header}0`],
    ['with something else than digits', `timestamp=1772366400,signature=${digest.slice(0, -1)}g`],
    ['with a negative time', `timestamp=-1772366400,signature=${digest}`],
    ['with a broken time', `timestamp=1772366400.5,signature=${digest}`],
    ['with a time of 13 digits', `timestamp=1772366400000,signature=${digest}`],
    ['with more behind it', `${header},signature=${digest}`],
    ['sent twice', `${header}, ${header}`],
    ['a bare digest', digest],
    ['a line too long', `${header}\nx`],
  ])('is none when it is %s', (_what, text) => {
    expect(webhookSignature(text)).toBeUndefined();
  });

  it.each([
    ['another secret', () => isSignedWith(new Secret('another'), read(), body)],
    ['an empty secret', () => isSignedWith(new Secret(''), read(), body)],
    ['another time', () => isSignedWith(secret, read(header.replace('400,', '401,')), body)],
    ['a time written otherwise', () => isSignedWith(secret, read(header.replace('=1', '=01')), body)],
    ['another digest', () => isSignedWith(secret, read(header.replace('a6d', 'b6d')), body)],
    ['a body with a space in it', () => isSignedWith(secret, read(), Buffer.from('{"event": "ping"}'))],
    ['a body that breaks off', () => isSignedWith(secret, read(), body.subarray(0, -1))],
    ['a body that goes on', () => isSignedWith(secret, read(), Buffer.concat([body, Buffer.from('\n')]))],
    ['no body', () => isSignedWith(secret, read(), Buffer.alloc(0))],
  ])('does not fit %s', (_what, fits) => {
    expect(fits()).toBe(false);
  });
});

describe('the time of a delivery', () => {
  it.each([
    ['2026-03-01T12:00:00.000Z', true],
    ['2026-03-01T12:05:00.000Z', true],
    ['2026-03-01T12:05:00.001Z', false],
    ['2026-03-01T11:55:00.000Z', true],
    ['2026-03-01T11:54:59.999Z', false],
    ['2027-03-01T12:00:00.000Z', false],
  ])('12:00:00 at %s: may be taken is %s', (now, expected) => {
    expect(isTimely(read(), new Date(now))).toBe(expected);
  });

  it.each(['0', '999999999999'])('%s is none of ours', (timestamp) => {
    const strange = read(`timestamp=${timestamp},signature=${digest}`);
    expect(isTimely(strange, new Date('2026-03-01T12:00:00.000Z'))).toBe(false);
  });
});
