import type { Secret } from '#libs/platform';
import { createHmac, timingSafeEqual } from 'node:crypto';

/** What the header `X-Buildkite-Signature` of a delivery says (Buildkite docs: Webhooks › Webhook signature). */
export interface WebhookSignature {
  /** When Buildkite sent it: seconds since 1970 UTC, as they are written, since they are signed so. */
  readonly timestamp: string;
  /** HMAC-SHA256, 32 bytes. */
  readonly digest: Buffer;
}

const written = /^\s*timestamp\s*=\s*(\d{1,12})\s*,\s*signature\s*=\s*([0-9a-f]{64})\s*$/;

/** How old a delivery may be, and how far ahead of our clock, in milliseconds (Buildkite docs: replay attacks). */
const windowMs = 300_000;

/** The signature in the header; undefined when there is none in just this form: lower-case hexadecimal, complete, once. */
export function webhookSignature(header: string | undefined): WebhookSignature | undefined {
  const [, timestamp, digest] = written.exec(header ?? '') ?? [];
  if (timestamp === undefined || digest === undefined) return undefined;
  return { timestamp, digest: Buffer.from(digest, 'hex') };
}

/** Whether the delivery was sent within five minutes of `now`, before or after. */
export function isTimely({ timestamp }: WebhookSignature, now: Date): boolean {
  return Math.abs(now.getTime() - Number(timestamp) * 1_000) <= windowMs;
}

/**
 * Whether the bytes were signed with the secret.
 * @param body as it came over the wire: the same JSON written in another way has another signature
 */
export function isSignedWith(
  secret: Secret,
  { timestamp, digest }: WebhookSignature,
  body: Uint8Array,
): boolean {
  const expected = createHmac('sha256', secret.reveal()).update(`${timestamp}.`).update(body).digest();
  return timingSafeEqual(expected, digest);
}
