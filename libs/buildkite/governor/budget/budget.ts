import type { Lesson } from './lesson.js';
import type { Priority } from '../lanes.js';
import type { ShownLimit } from '../rate-limits.js';

/** Buildkite counts requests in windows of 60 s (Buildkite docs: REST API › Rate limits). */
export const windowMs = 60_000;
/** A request that is let go begins within this time, or is not sent. */
export const longestStartMs = 10_000;
/** How long a request may take from its beginning (see openTransport). */
const longestRequestMs = 30_000;
const longestWaitMs = 120_000;
const longestGuessMs = 30_000;
/** Resets come in whole seconds: two that are no further apart are about the same window. */
const sameWindowMs = 1_500;

/** A request that counts. */
export interface CountedRequest {
  readonly id: string;
  /** Null when it ended after it had been forgotten. */
  readonly priority: Priority | null;
  readonly isUnderWay: boolean;
  /** When it counts no more: 60 s after its end; while nobody has told that it ended, 60 s after its latest possible end. */
  readonly until: number;
}

/**
 * One limit of Buildkite, of a user or an organization, as all processes that share it know it. Times are milliseconds
 * since 1970, UTC. A request counts from when it is let go until 60 s after its end: whenever in between it reached
 * Buildkite, no 60 s there can hold more than was counted here. One whose process died counts until it surely was over.
 */
export interface Budget {
  /** Requests that Buildkite allows in 60 s. */
  readonly limit: number;
  /** The latest time that any process has brought here: time never goes back behind it. */
  readonly at: number;
  readonly counted: readonly CountedRequest[];
  /** What Buildkite showed last of its window that ends at `resetsAt`. */
  readonly shown: { readonly remaining: number; readonly resetsAt: number } | null;
  readonly limitedUntil: number;
  /** How often Buildkite refused since the last success. */
  readonly refusals: number;
}

/** A limit of which nothing is known. `limit` is taken for true until a reply shows another. */
export function newBudget(limit: number): Budget {
  return { limit, at: 0, counted: [], shown: null, limitedUntil: 0, refusals: 0 };
}

/** The budget at a later time: what is over is forgotten. */
export function atTime(budget: Budget, now: number): Budget {
  const counted = budget.counted.filter(({ until }) => until > now);
  const shown = budget.shown !== null && now >= budget.shown.resetsAt ? null : budget.shown;
  return { ...budget, at: now, counted, shown };
}

/** A request is let go. */
export function started(budget: Budget, id: string, priority: Priority): Budget {
  const until = budget.at + longestStartMs + longestRequestMs + windowMs;
  return { ...budget, counted: [...budget.counted, { id, priority, isUnderWay: true, until }] };
}

/** A request has ended, with or without a reply. */
export function ended(budget: Budget, id: string): Budget {
  const others = budget.counted.filter((request) => request.id !== id);
  const priority = budget.counted.find((request) => request.id === id)?.priority ?? null;
  const request = { id, priority, isUnderWay: false, until: budget.at + windowMs };
  return { ...budget, counted: [...others, request] };
}

/** A request that was let go is not sent after all. */
export function takenBack(budget: Budget, id: string): Budget {
  if (budget.counted.every((request) => request.id !== id)) return budget;
  return { ...budget, counted: budget.counted.filter((request) => request.id !== id) };
}

/** A reply has come. `jitterMs` is added to the time for which nothing is sent when Buildkite refused. */
export function taught(budget: Budget, { shown, outcome, waitMs }: Lesson, jitterMs: number): Budget {
  const learned = withShown(budget, shown);
  if (outcome === 'passed') return { ...learned, refusals: 0 };
  return outcome === 'refused' ? refused(learned, waitMs, jitterMs) : learned;
}

/** Takes over what another budget has counted, known and been refused: both were the same limit all along. */
export function united(budget: Budget, other: Budget): Budget {
  const counted = new Map([...budget.counted, ...other.counted].map((request) => [request.id, request]));
  const all = {
    ...budget,
    counted: [...counted.values()],
    limitedUntil: Math.max(budget.limitedUntil, other.limitedUntil),
  };
  if (other.shown === null) return all;
  const { remaining, resetsAt } = other.shown;
  return withShown(all, { limit: other.limit, remaining, resetMs: resetsAt - all.at });
}

/** The same budget on a clock that shows so much less: how long everything still holds does not change. */
export function setBack(budget: Budget, byMs: number): Budget {
  return {
    ...budget,
    at: budget.at - byMs,
    counted: budget.counted.map((request) => ({ ...request, until: request.until - byMs })),
    shown: budget.shown && { ...budget.shown, resetsAt: budget.shown.resetsAt - byMs },
    limitedUntil: budget.limitedUntil - byMs,
  };
}

/** From when on nothing but the limit itself would be lost by forgetting this budget. */
export function idleFrom({ at, counted, limitedUntil }: Budget): number {
  return Math.max(at, limitedUntil, ...counted.map(({ until }) => until));
}

function withShown(budget: Budget, { limit, remaining, resetMs }: ShownLimit): Budget {
  const learned = limit !== undefined && limit > 0 ? { ...budget, limit } : budget;
  if (remaining === undefined) return learned;
  const resetsAt = budget.at + Math.min(resetMs ?? windowMs, longestWaitMs);
  const known = budget.shown;
  const isSameWindow = known !== null && resetsAt <= known.resetsAt + sameWindowMs;
  const shown = isSameWindow
    ? { remaining: Math.min(remaining, known.remaining), resetsAt: Math.max(resetsAt, known.resetsAt) }
    : { remaining, resetsAt };
  return { ...learned, shown };
}

/** For as long as Buildkite said, else for a time that doubles with every refusal, up to 30 s; 120 s at most. */
function refused(budget: Budget, waitMs: number | undefined, jitterMs: number): Budget {
  const isNew = budget.at >= budget.limitedUntil;
  const refusals = budget.refusals + (isNew ? 1 : 0);
  const guess = Math.min(longestGuessMs, 1_000 * 2 ** Math.max(0, refusals - 1));
  const until = budget.at + Math.min(longestWaitMs, (waitMs ?? guess) + jitterMs);
  return { ...budget, refusals, limitedUntil: Math.max(budget.limitedUntil, until) };
}
