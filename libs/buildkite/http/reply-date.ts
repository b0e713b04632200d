import type { ReplyHeaders } from './reply-headers.js';

/**
 * When the reply was made: its `Date`, as RFC 3339 in UTC and whole seconds. Undefined when the header is missing or
 * not written as HTTP demands (RFC 9110 §5.6.7, IMF-fixdate).
 */
export function replyDate(headers: ReplyHeaders): string | undefined {
  const written = headers.get('date') ?? '';
  const date = new Date(written);
  return Number.isNaN(date.getTime()) || date.toUTCString() !== written ? undefined : date.toISOString();
}

/**
 * The time of a look whose reply has no usable `Date`: when it was asked for, by our clock, cut to the second. That is
 * never later than what the reply shows, so a look is never taken for one at or after a deploy that it preceded.
 */
export function askedAt(sentAt: Date): string {
  return new Date(Math.floor(sentAt.getTime() / 1_000) * 1_000).toISOString();
}
