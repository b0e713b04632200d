import { webhookEvents, webhookSettingsUrl } from '#libs/buildkite';
import type { Connection } from '../integration/domain/state.js';
import type { ConnectionWebhook } from './webhook.dto.js';

/**
 * How the webhooks of a connection are set up, and with which secrets they may be signed.
 * @param publicUrl where others reach the API, without a slash at its end
 */
export function webhookOf(
  { id, webhookSecrets }: Pick<Connection, 'id' | 'webhookSecrets'>,
  publicUrl: string | undefined,
): ConnectionWebhook {
  const path = `/v1/webhooks/buildkite/${id}`;
  const url = publicUrl === undefined ? null : `${publicUrl}${path}`;
  return {
    url,
    path,
    mode: 'signature',
    events: [...webhookEvents],
    secrets: webhookSecrets.map(({ madeAt }) => ({ madeAt })),
    steps: [
      'Make a secret: POST …/webhook-secrets below this connection, with an admin key. It is shown once.',
      `At Buildkite, open Settings, Notification Services (${webhookSettingsUrl}) and add a Webhook.`,
      url === null
        ? `As Webhook URL enter the address under which Buildkite reaches this API, with ${path} behind it; PUBLIC_URL lets it be shown here in full.`
        : `As Webhook URL enter ${url}.`,
      'As Token enter the secret, and choose to send it as a signature (X-Buildkite-Signature), not as a token.',
      `Tick the events ${webhookEvents.join(', ')}.`,
      'To change the secret, make another one and enter it at Buildkite: the one before stays valid until the next is made.',
    ],
  };
}
