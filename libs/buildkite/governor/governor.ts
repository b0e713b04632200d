import type { BudgetReport } from './budget/opening.js';
import type { Priority } from './lanes.js';
import type { RateLimits } from './rate-limits.js';

/** A request that wants to be sent. */
export interface Admission {
  /** Whose user limit it counts against: the Buildkite user behind the token. */
  readonly user: string;
  /** Slug of the Buildkite organization that it asks about; undefined when it asks about none. */
  readonly organization?: string | undefined;
  readonly priority: Priority;
  /** How long it would wait at most, in ms; without it, as long as it takes. */
  readonly patienceMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The leave to send one request, at once. */
export interface Permit {
  /**
   * Must be called once, when the request has ended: with what its reply shows, or without when none came. Resolves when
   * all processes know; does not reject: what cannot be written is written before the next request is let go.
   */
  settle(shown?: RateLimits): Promise<void>;
}

/**
 * What every request to Buildkite passes. It keeps what is sent by all clients of all processes that share it under 80 %
 * of both limits (per user and per organization, in any 60 seconds), sends nothing against a limit that is exceeded, and
 * lets interactive requests go before look-ups, look-ups before background ones, those before looking at jobs, and
 * that before reading history, each kind in the order of its coming. Looking at jobs and reading history each have a
 * twentieth of the 80 % for their own, which neither lists nor look-ups can use up: they get on, however slowly.
 */
export interface Governor {
  /**
   * Resolves when the request may be sent. Rejects with `RateLimited` as soon as it is clear that it would wait longer
   * than its patience, with the signal's reason when that aborts, and with what the documents throw: nothing is sent
   * that could not be counted.
   */
  admit(admission: Admission): Promise<Permit>;
  /** What counted against `alias`, while nobody knew whose it was, counts against that user from now on. */
  identify(alias: string, user: string): Promise<void>;
  /** What is known and left of a limit. */
  budget(of: { readonly user: string } | { readonly organization: string }): Promise<BudgetReport>;
}
