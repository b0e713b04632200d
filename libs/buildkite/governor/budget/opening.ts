import { windowMs, type Budget, type CountedRequest } from './budget.js';
import { allowance, ownShare, type Allowance, type Priority } from '../lanes.js';

/** What is known and left of one limit. */
export interface BudgetReport {
  /** Requests that Buildkite allows in 60 s. */
  readonly limit: number;
  /** The most of them that we use: 80 %. */
  readonly ceiling: number;
  /** Requests of ours, of all instances, that are under way or ended in the last 60 s. */
  readonly used: number;
  /** Requests left in this window as Buildkite last showed it; null when that window is over. */
  readonly remaining: number | null;
  /** Milliseconds for which nothing is sent, since Buildkite refused; 0 when something may be. */
  readonly limitedForMs: number;
}

/**
 * When a request of this priority may be sent at the earliest: the budget's own time or earlier for at once.
 * @param isCrowded it may go only on its lane's own share, if the lane has one
 */
export function opensAt(budget: Budget, priority: Priority, isCrowded = false): number {
  const usualAt = allowedAt(budget, allowance(priority, budget.limit));
  const own = ownShare(priority, budget.limit);
  if (own === undefined) return usualAt;
  const ofLane = budget.counted.filter((request) => request.priority === priority);
  const ownAt = Math.max(allowedAt(budget, own), windowOpensAt(ofLane, budget.at, own.mostOfLane));
  return isCrowded ? ownAt : Math.min(usualAt, ownAt);
}

export function reportOf({ limit, at, counted, shown, limitedUntil }: Budget): BudgetReport {
  return {
    limit,
    ceiling: allowance('interactive', limit).mostInWindow,
    used: counted.length,
    remaining: shown?.remaining ?? null,
    limitedForMs: Math.max(0, limitedUntil - at),
  };
}

function allowedAt(budget: Budget, { mostInWindow, leaveAtBuildkite }: Allowance): number {
  return Math.max(
    budget.limitedUntil,
    windowOpensAt(budget.counted, budget.at, mostInWindow),
    buildkiteOpensAt(budget, leaveAtBuildkite),
  );
}

function windowOpensAt(counted: readonly CountedRequest[], at: number, most: number): number {
  const tooMany = counted.length - most;
  if (tooMany < 0) return 0;
  const freeAt = counted.map(({ isUnderWay, until }) =>
    isUnderWay ? Math.min(until, at + windowMs) : until,
  );
  return freeAt.sort((a, b) => a - b)[tooMany] ?? 0;
}

function buildkiteOpensAt({ counted, shown }: Budget, leave: number): number {
  if (shown === null) return 0;
  const underWay = counted.filter(({ isUnderWay }) => isUnderWay).length;
  return shown.remaining - underWay > leave ? 0 : shown.resetsAt;
}
