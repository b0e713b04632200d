/**
 * The events of a webhook that say that a build moved on (Buildkite docs: Webhooks › Pipelines). A retry of a job starts
 * its build again, which `build.running` tells; unblocking a step tells `job.activated`. There is none for a build that
 * was blocked or canceled: both are `build.finished`.
 */
export const webhookEvents = [
  'build.scheduled',
  'build.running',
  'build.failing',
  'build.finished',
  'build.skipped',
  'job.activated',
] as const;

/** Whether an event says that a build moved on; others, also those that Buildkite may add, say nothing of use here. */
export function isAboutABuild(event: string): boolean {
  return (webhookEvents as readonly string[]).includes(event);
}

/** Where an admin of a Buildkite organization sets up webhooks. */
export const webhookSettingsUrl = 'https://buildkite.com/organizations/-/services';
