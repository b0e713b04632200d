/** How far the clocks of Buildkite and of this machine may be apart, and a delivery on its way. */
const slackMs = 60_000;
const silentAfterMs = 15 * 60_000;
/** After this long a webhook is not silent any more: somebody has taken it away. */
const givenUpAfterMs = 30 * 24 * 3_600_000;

/** What is known of the webhook of a connection. Times are RFC 3339 in UTC. */
export interface WebhookSigns {
  /** Null when there has been no delivery ever: there may be no webhook. */
  readonly lastDeliveryAt: string | null;
  /** When the first build ended that no delivery can have told of; null when there is none. */
  readonly undeliveredSince: string | null;
}

/**
 * The signs after polling has seen builds, or not.
 * @param undeliveredSince what was known before
 * @param finishedAt when the build ended that ended last of those that were seen; null when none had
 */
export function signsAfter(
  { lastDeliveryAt, undeliveredSince }: WebhookSigns,
  finishedAt: string | null,
): WebhookSigns {
  if (lastDeliveryAt === null) return { lastDeliveryAt, undeliveredSince: null };
  const heardUntil = Date.parse(lastDeliveryAt) + slackMs;
  const undelivered = [undeliveredSince, finishedAt].find(
    (ended) => ended !== null && Date.parse(ended) > heardUntil,
  );
  return { lastDeliveryAt, undeliveredSince: undelivered ?? null };
}

/** Whether builds have ended for a quarter of an hour without a word from a webhook that used to speak. */
export function isSilent({ lastDeliveryAt, undeliveredSince }: WebhookSigns, now: Date): boolean {
  if (lastDeliveryAt === null || undeliveredSince === null) return false;
  const age = (time: string) => now.getTime() - Date.parse(time);
  return age(undeliveredSince) > silentAfterMs && age(lastDeliveryAt) <= givenUpAfterMs;
}
