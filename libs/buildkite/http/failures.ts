import { AddressRefused, ReplyUnusable } from '../errors.js';

/** No whole reply came: no connection, none in time, or one that was cut short. Asking again may help. */
export class NoReply extends Error {
  override readonly name = 'NoReply';
}

/** A reply over the size that is read. A shorter page may fit. */
export class ReplyTooLarge extends ReplyUnusable {
  constructor(bytes: number) {
    super(`Buildkite's reply is larger than ${bytes} bytes; it was not read.`);
  }
}

const certificateFaults =
  /^(?:CERT_|DEPTH_ZERO_SELF_SIGNED_CERT$|SELF_SIGNED_CERT_|UNABLE_TO_|ERR_TLS_CERT_|HOSTNAME_MISMATCH$)/;

/**
 * What a failed request means. Of the failure only its code is passed on (`ECONNREFUSED`, `UND_ERR_SOCKET`), never its
 * text, which may quote the request. A certificate that is not trusted does not pass by itself: ReplyUnusable.
 */
export function meaningOf(error: unknown): Error {
  const cause = propertyOf(error, 'cause') ?? error;
  if (cause instanceof ReplyUnusable || cause instanceof AddressRefused) return cause;
  const code = [propertyOf(cause, 'code'), propertyOf(cause, 'name')].find(
    (name) => typeof name === 'string',
  );
  const known = code ?? 'unknown failure';
  return certificateFaults.test(known)
    ? new ReplyUnusable(`Buildkite's certificate is not trusted (${known}).`)
    : new NoReply(`Buildkite did not answer (${known}).`);
}

function propertyOf(value: unknown, name: 'cause' | 'code' | 'name'): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
