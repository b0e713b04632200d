import { createHmac } from 'node:crypto';

/** The value of `X-Buildkite-Signature` for a body sent at an instant (epoch milliseconds) (Buildkite docs: Webhooks › Signature). */
export function signature(secret: string, body: string, atMs: number): string {
  const timestamp = String(Math.floor(atMs / 1_000));
  const hex = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return `timestamp=${timestamp},signature=${hex}`;
}
