/** The events that the stand-in sends; Buildkite has more (Buildkite docs: Webhooks › Events). There is none for a build that is blocked. */
export const WEBHOOK_EVENTS = [
  'build.scheduled',
  'build.running',
  'build.failing',
  'build.finished',
  'build.skipped',
  'job.scheduled',
  'job.started',
  'job.finished',
  'job.activated',
] as const;

export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** A webhook (at Buildkite: a notification service) as a test writes it. */
export interface WebhookSpec {
  /** Default: the organization that was added first. */
  readonly organization?: string;
  /** Where deliveries go: plain HTTP to this machine alone. */
  readonly url: string;
  /** With which they are signed; kept in memory, never shown. */
  readonly secret: string;
  /** Default: all that the stand-in sends. */
  readonly events?: readonly WebhookEvent[];
}

/** A webhook as the control API shows it: without its secret. */
export interface AddedWebhook {
  readonly id: string;
  readonly organization: string;
  readonly url: string;
  readonly events: readonly WebhookEvent[];
}

/** A webhook with what sending needs. */
export interface Webhook extends AddedWebhook {
  readonly secret: string;
  /** By which addresses in bodies begin: how the one who added the webhook reaches the stand-in. */
  readonly origin: string;
}

/** How badly deliveries go, for each by a seeded chance; a share is between 0 and 1. */
export interface WebhookConduct {
  /** The share that is never sent. */
  readonly lose: number;
  /** The share that is sent twice, byte for byte. */
  readonly double: number;
  /** The share that is sent late. */
  readonly delayShare: number;
  /** By how many milliseconds of the stand-in's clock at most. */
  readonly delayMostMs: number;
  /** The share that the next delivery overtakes. */
  readonly reorder: number;
  /** The same seed and the same deliveries have the same fate. */
  readonly seed: number;
}

/** Every delivery is sent once, at once and in order. */
export const GOOD_CONDUCT: WebhookConduct = {
  lose: 0,
  double: 0,
  delayShare: 0,
  delayMostMs: 0,
  reorder: 0,
  seed: 1,
};
