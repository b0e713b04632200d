import { compareProblems, tokenExpiry, type ConnectionProblem } from '#libs/contracts';
import type { Failing, Reading } from './reading.js';
import { sentences } from './sentences.js';
import { isSilent, type WebhookSigns } from './webhook-silence.js';

/** What the health of a connection is judged by. Times are RFC 3339 in UTC. */
export interface Signals {
  /** Null when the token does not end. */
  readonly tokenExpiresAt: string | null;
  /** When Buildkite rejected the token; null while it does not. */
  readonly rejectedAt: string | null;
  readonly readings: readonly Reading[];
  readonly webhook: WebhookSigns;
  /** Milliseconds without a complete reading after which a Buildkite organization is behind. */
  readonly behindAfterMs: number;
}

/** What passes by itself becomes a problem with this many attempts, or after this time. */
const lastingTimes = 3;
const lastingMs = 5 * 60_000;

/**
 * What is wrong with a connection, the worst first. Of what follows from something else that is wrong nothing is said:
 * nothing can be read with a dead token, and what cannot be read is behind.
 */
export function problemsOf(signals: Signals, now: Date): ConnectionProblem[] {
  const { tokenExpiresAt, rejectedAt, readings, webhook, behindAfterMs } = signals;
  const expiry = tokenExpiry(tokenExpiresAt, now);
  const ofAll = { buildkiteOrganization: null };
  if (expiry?.code === 'token-expired')
    return [{ ...expiry, detail: sentences.tokenExpired(tokenExpiresAt), ...ofAll }];
  if (rejectedAt !== null)
    return [{ code: 'token-rejected', detail: sentences.tokenRejected(), since: rejectedAt, ...ofAll }];

  const problems = readings.map((reading) => problemOf(reading, behindAfterMs, now));
  const found = onceForAll(problems.filter((problem) => problem !== undefined));
  if (expiry) found.push({ ...expiry, detail: sentences.tokenExpiring(tokenExpiresAt), ...ofAll });
  if (isSilent(webhook, now)) {
    const since = webhook.undeliveredSince ?? now.toISOString();
    found.push({ code: 'webhook-silent', detail: sentences.webhookSilent(webhook), since, ...ofAll });
  }
  return found.sort(compareProblems);
}

function problemOf(reading: Reading, behindAfterMs: number, now: Date): ConnectionProblem | undefined {
  const own = reading.failing ? ownProblem(reading, reading.failing, now) : undefined;
  if (own) return own;
  const { buildkiteOrganization, currentAt: since } = reading;
  if (now.getTime() - Date.parse(since) <= behindAfterMs) return undefined;
  return {
    code: 'collection-behind',
    detail: sentences.collectionBehind(reading),
    since,
    buildkiteOrganization,
  };
}

/** The problem that a failure is by itself, if it is one. */
function ownProblem(
  { buildkiteOrganization }: Reading,
  { code, detail: said, since, times }: Failing,
  now: Date,
): ConnectionProblem | undefined {
  const isLasting = times >= lastingTimes || now.getTime() - Date.parse(since) >= lastingMs;
  const failing = { buildkiteOrganization, said };
  switch (code) {
    case 'scope-missing':
      return { code, detail: sentences.scopeMissing(failing), since, buildkiteOrganization: null };
    case 'organization-not-accessible':
      return { code, detail: sentences.organizationNotAccessible(failing), since, buildkiteOrganization };
    case 'rate-limited':
      if (!isLasting) return undefined;
      return { code, detail: sentences.rateLimited(failing), since, buildkiteOrganization };
    case 'buildkite-unavailable':
      if (!isLasting) return undefined;
      return { code, detail: sentences.buildkiteUnavailable(failing), since, buildkiteOrganization };
    default:
      return undefined;
  }
}

/** What is about the whole connection is found with each of its organizations, and said once, with its beginning. */
function onceForAll(problems: readonly ConnectionProblem[]): ConnectionProblem[] {
  const byName = new Map<string, ConnectionProblem>();
  for (const problem of problems) {
    const name = nameOf(problem);
    const other = byName.get(name);
    if (!other || problem.since < other.since) byName.set(name, problem);
  }
  return [...byName.values()];
}

/** What makes a problem the same one, whatever is said of it. */
export function nameOf({ code, buildkiteOrganization }: ConnectionProblem): string {
  return `${code} ${buildkiteOrganization ?? ''}`;
}
