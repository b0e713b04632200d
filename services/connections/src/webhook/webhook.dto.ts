export class ValidWebhookSecret {
  /** RFC 3339, UTC. */
  madeAt!: string;
}

/** How Buildkite is told to say at once when a build moves on. Without it, polling finds the same, later. */
export class ConnectionWebhook {
  /** What to enter as Webhook URL at Buildkite; null unless `PUBLIC_URL` says where Buildkite reaches this API. */
  url!: string | null;
  /** The same without scheme and host. */
  path!: string;
  /** What to choose at Buildkite: deliveries that carry a token in place of a signature are refused. */
  mode!: 'signature';
  /** What to tick at Buildkite; other events are accepted and do nothing. */
  events!: string[];
  /** The secrets that deliveries may be signed with, the newest first; two at most. None: no delivery is accepted. */
  secrets!: ValidWebhookSecret[];
  /** What to do, one sentence each, in this order. */
  steps!: string[];
}

/** A new secret with what it is for. */
export class MadeWebhookSecret extends ConnectionWebhook {
  /** What to enter as Token at Buildkite; shown once, kept encrypted. */
  secret!: string;
}
