import { allowance, type Priority } from './lanes.js';
import type { ShownLimit } from './rate-limits.js';

/** Buildkite counts requests in windows of 60 s (Buildkite docs: REST API › Rate limits). */
const windowMs = 60_000;
const longestWaitMs = 120_000;
const longestGuessMs = 30_000;
/** Resets come in whole seconds: two that are no further apart are about the same window. */
const sameWindowMs = 1_500;

/** What is known and left of one limit. */
export interface BudgetReport {
  /** Requests that Buildkite allows in 60 s. */
  readonly limit: number;
  /** The most of them that we use: 80 %. */
  readonly ceiling: number;
  /** Requests of ours that are under way or ended in the last 60 s. */
  readonly used: number;
  /** Requests left in this window as Buildkite last showed it; null when that window is over. */
  readonly remaining: number | null;
  /** Milliseconds for which nothing is sent, since Buildkite refused; 0 when something may be. */
  readonly limitedForMs: number;
}

/**
 * One limit of Buildkite, of a user or an organization, as far as we know it. Times are milliseconds of one clock that
 * never goes back. A request counts from when it is let go until 60 s after its end: whenever in between it reached
 * Buildkite, no 60 s there can hold more than we counted here.
 */
export class Budget {
  #limit: number;
  #underWay = 0;
  #ended: number[] = [];
  #shown: { remaining: number; resetsAt: number } | undefined;
  #limitedUntil = 0;
  #refusals = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** When a request of this priority may be sent: `now` or earlier for at once, Infinity for not before another one has ended. */
  opensAt(priority: Priority, now: number): number {
    this.#forget(now);
    const { mostInWindow, leaveAtBuildkite, mostAtOnce } = allowance(priority, this.#limit);
    if (this.#underWay >= mostAtOnce) return Infinity;
    return Math.max(
      this.#limitedUntil,
      this.#windowOpensAt(mostInWindow),
      this.#buildkiteOpensAt(leaveAtBuildkite),
    );
  }

  /** A request is let go. */
  start(): void {
    this.#underWay += 1;
  }

  /** A request has ended, with or without a reply. */
  end(now: number): void {
    this.#underWay -= 1;
    this.#ended.push(now);
  }

  /** A reply shows how the limit stands. */
  learn({ limit, remaining, resetMs }: ShownLimit, now: number): void {
    if (limit !== undefined && limit > 0) this.#limit = limit;
    if (remaining === undefined) return;
    const resetsAt = now + Math.min(resetMs ?? windowMs, longestWaitMs);
    this.#forget(now);
    const known = this.#shown;
    const sameWindow = known !== undefined && resetsAt <= known.resetsAt + sameWindowMs;
    this.#shown = sameWindow
      ? { remaining: Math.min(remaining, known.remaining), resetsAt: Math.max(resetsAt, known.resetsAt) }
      : { remaining, resetsAt };
  }

  /** A reply was no 429. */
  succeed(): void {
    this.#refusals = 0;
  }

  /**
   * Buildkite refused a request, for `waitMs` if it said so; else for a time that doubles with every refusal, up to 30 s.
   * Nothing is sent until then and `jitterMs` more, 120 s at most.
   */
  refuse(waitMs: number | undefined, jitterMs: number, now: number): void {
    if (now >= this.#limitedUntil) this.#refusals += 1;
    const guess = Math.min(longestGuessMs, 1_000 * 2 ** Math.max(0, this.#refusals - 1));
    const until = now + Math.min(longestWaitMs, (waitMs ?? guess) + jitterMs);
    this.#limitedUntil = Math.max(this.#limitedUntil, until);
  }

  /** Takes over what another budget has counted, known and been refused: both were the same limit all along. */
  absorb(other: Budget, now: number): void {
    this.#ended = [...this.#ended, ...other.#ended].sort((a, b) => a - b);
    this.#limitedUntil = Math.max(this.#limitedUntil, other.#limitedUntil);
    const shown = other.#shown;
    if (shown === undefined) return;
    this.learn({ limit: other.#limit, remaining: shown.remaining, resetMs: shown.resetsAt - now }, now);
  }

  report(now: number): BudgetReport {
    this.#forget(now);
    return {
      limit: this.#limit,
      ceiling: allowance('interactive', this.#limit).mostInWindow,
      used: this.#underWay + this.#ended.length,
      remaining: this.#shown?.remaining ?? null,
      limitedForMs: Math.max(0, this.#limitedUntil - now),
    };
  }

  /** Whether nothing would be lost by forgetting this budget. */
  isIdle(now: number): boolean {
    this.#forget(now);
    return this.#underWay === 0 && this.#ended.length === 0 && now >= this.#limitedUntil;
  }

  #windowOpensAt(most: number): number {
    const tooMany = this.#underWay + this.#ended.length - most;
    if (tooMany < 0) return 0;
    const lastToForget = this.#ended[tooMany];
    return lastToForget === undefined ? Infinity : lastToForget + windowMs;
  }

  #buildkiteOpensAt(leave: number): number {
    if (this.#shown === undefined) return 0;
    const left = this.#shown.remaining - this.#underWay;
    return left > leave ? 0 : this.#shown.resetsAt;
  }

  #forget(now: number): void {
    const firstKept = this.#ended.findIndex((ended) => ended > now - windowMs);
    this.#ended = firstKept === -1 ? [] : firstKept === 0 ? this.#ended : this.#ended.slice(firstKept);
    if (this.#shown !== undefined && now >= this.#shown.resetsAt) this.#shown = undefined;
  }
}
