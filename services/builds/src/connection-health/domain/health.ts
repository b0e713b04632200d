import type { ConnectionProblem } from '#libs/contracts';
import { nameOf, problemsOf } from './problems.js';
import { firstTried, readingAfter, type Attempt, type Reading } from './reading.js';
import { signsAfter } from './webhook-silence.js';

/** How a connection is, with what that is judged by next time. Times are RFC 3339 in UTC. */
export interface Health {
  /** The token that all this was seen with. */
  readonly tokenVersion: string;
  /** How reading each Buildkite organization goes. */
  readonly readings: readonly Reading[];
  /** When the first build ended that no delivery of the webhook can have told of. */
  readonly undeliveredSince: string | null;
  readonly problems: readonly ConnectionProblem[];
  /** What others are told; null while there has been nothing to tell. */
  readonly told: Told | null;
}

/** What others are told about a connection. */
export interface Told {
  readonly tokenVersion: string;
  /** RFC 3339, UTC: later than what was told before, whoever's clock it is. */
  readonly at: string;
  readonly problems: readonly ConnectionProblem[];
  /** Whether the bus has it: until then it has to be published, as it is. */
  readonly isPublished: boolean;
}

/** What has been seen since. Times are RFC 3339 in UTC. */
export interface Signs {
  readonly tokenVersion: string;
  readonly tokenExpiresAt: string | null;
  readonly rejectedAt: string | null;
  /** Slugs of all Buildkite organizations of the connection. */
  readonly buildkiteOrganizations: readonly string[];
  /** When the cycle began that is under way or has just ended; undefined when there is none. */
  readonly cycleStartedAt?: string | undefined;
  /** What came of it so far, at most once per Buildkite organization. */
  readonly attempts: readonly Attempt[];
  readonly lastDeliveryAt: string | null;
  readonly behindAfterMs: number;
}

/** How the connection is now. Nothing that was seen with another token counts. */
export function healthAfter(last: Health | undefined, signs: Signs, now: Date): Health {
  const { tokenVersion, lastDeliveryAt, attempts } = signs;
  const before = last?.tokenVersion === tokenVersion ? last : undefined;
  const readings = signs.buildkiteOrganizations
    .map((slug) => readingOf(slug, before, signs))
    .filter((reading) => reading !== undefined);
  const [lastFinishedAt = null] = attempts
    .map((attempt) => attempt.lastFinishedAt)
    .filter((finishedAt) => finishedAt !== null)
    .sort()
    .reverse();
  const undelivered = { lastDeliveryAt, undeliveredSince: last?.undeliveredSince ?? null };
  const webhook = signsAfter(undelivered, lastFinishedAt);
  const problems = problemsOf({ ...signs, readings, webhook }, now);
  const told = toldAfter(last?.told ?? null, { tokenVersion, problems }, now);
  return { tokenVersion, readings, undeliveredSince: webhook.undeliveredSince, problems, told };
}

/** Whether others have to be told: other problems, not other words for them; nor, at first, that nothing is wrong. */
export function changed(last: Told | null, next: Pick<Told, 'tokenVersion' | 'problems'>): boolean {
  const isHealthy = (told: Pick<Told, 'problems'> | null) => !told || told.problems.length === 0;
  if (isHealthy(last) && isHealthy(next)) return false;
  if (last?.tokenVersion !== next.tokenVersion) return true;
  return namesOf(last.problems) !== namesOf(next.problems);
}

function toldAfter(last: Told | null, next: Pick<Told, 'tokenVersion' | 'problems'>, now: Date): Told | null {
  if (!changed(last, next)) return last;
  const later = last ? Math.max(now.getTime(), Date.parse(last.at) + 1) : now.getTime();
  return { ...next, at: new Date(later).toISOString(), isPublished: false };
}

function readingOf(slug: string, before: Health | undefined, signs: Signs): Reading | undefined {
  const reading = before?.readings.find(({ buildkiteOrganization }) => buildkiteOrganization === slug);
  const attempt = signs.attempts.find(({ buildkiteOrganization }) => buildkiteOrganization === slug);
  if (attempt) return readingAfter(reading, attempt);
  if (reading || signs.cycleStartedAt === undefined) return reading;
  return firstTried(slug, signs.cycleStartedAt);
}

function namesOf(problems: readonly ConnectionProblem[]): string {
  return problems.map(nameOf).join('\n');
}
