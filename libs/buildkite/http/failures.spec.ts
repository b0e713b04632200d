import { AddressRefused, ReplyUnusable } from '../errors.js';
import { meaningOf, NoReply, ReplyTooLarge } from './failures.js';

const failed = (cause: unknown) => new TypeError('fetch failed', { cause });
const withCode = (code: string) => Object.assign(new Error('CANARY'), { code });

describe('a failed request', () => {
  it.each([
    'ECONNREFUSED',
    'ENOTFOUND',
    'ECONNRESET',
    'UND_ERR_CONNECT_TIMEOUT',
    'UND_ERR_SOCKET',
    'Z_DATA_ERROR',
  ])('with %s may go better next time', (code) => {
    expect(meaningOf(failed(withCode(code)))).toBeInstanceOf(NoReply);
    expect(meaningOf(failed(withCode(code))).message).toBe(`Buildkite did not answer (${code}).`);
  });

  it.each(['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_TLS_CERT_ALTNAME_INVALID'])(
    'with %s will not: the certificate is not trusted',
    (code) => {
      expect(meaningOf(failed(withCode(code)))).toBeInstanceOf(ReplyUnusable);
    },
  );

  it('keeps its own reasons', () => {
    const tooLarge = new ReplyTooLarge(10);
    const refused = new AddressRefused('no');
    expect(meaningOf(tooLarge)).toBe(tooLarge);
    expect(meaningOf(failed(refused))).toBe(refused);
  });

  it.each([failed(undefined), new TypeError('CANARY'), failed('CANARY'), 'CANARY', undefined])(
    'never passes on a text that may quote the request',
    (error) => {
      expect(meaningOf(error)).toBeInstanceOf(NoReply);
      expect(meaningOf(error).message).not.toContain('CANARY');
    },
  );
});
