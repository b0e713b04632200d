import { createHmac } from 'node:crypto';

/** A webhook as Buildkite sends it in signature mode. */
export interface SignedDelivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Signs a body as Buildkite does.
 * @param at when it is sent: RFC 3339
 */
export function signedDelivery(secret: string, body: unknown, at: string): SignedDelivery {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const timestamp = String(Math.floor(Date.parse(at) / 1_000));
  const signature = createHmac('sha256', secret).update(`${timestamp}.${text}`).digest('hex');
  return {
    body: text,
    headers: {
      'content-type': 'application/json',
      'x-buildkite-signature': `timestamp=${timestamp},signature=${signature}`,
      'user-agent': 'Buildkite-Request',
    },
  };
}
