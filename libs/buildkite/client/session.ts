import type { Clock, Log, Secret } from '#libs/platform';
import { BuildkiteUnavailable, RateLimited, type BuildkiteError } from '../errors.js';
import type { Governor } from '../governor/governor.js';
import type { Priority } from '../governor/lanes.js';
import { rateLimitsOf, retryAfterMs, type RateLimits } from '../governor/rate-limits.js';
import { NoReply } from '../http/failures.js';
import { nextPage } from '../http/link.js';
import { askedAt, replyDate } from '../http/reply-date.js';
import type { Reply, Transport } from '../http/transport.js';
import { mostAttempts, patienceMs, pauseAfter, whenLimited, whenUnavailable } from './attempts.js';
import { refusalOf, type Question } from './refusal.js';
import { tokenKey } from './token-key.js';

/** What a session needs. `random` gives chance between 0 and 1. */
export interface SessionParts {
  readonly transport: Transport;
  readonly governor: Governor;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
}

/** A request of one page or thing. */
export interface Asking extends Question {
  readonly url: URL;
  readonly priority: Priority;
  readonly signal?: AbortSignal | undefined;
  /** How long it may wait for its turn, in milliseconds, if not as long as its priority lets it. */
  readonly patienceMs?: number | undefined;
}

/** A successful reply. */
export interface Answer {
  readonly json: unknown;
  /** RFC 3339, UTC, whole seconds: the reply's `Date`, see `askedAt` for a reply without one. */
  readonly lookedAt: string;
  readonly next: URL | undefined;
}

/** An attempt that failed, and may be repeated after a pause. */
interface Failure {
  readonly error: BuildkiteError;
  readonly pauseMs: number;
}

/** What one token sends: every request through the governor, repeated when Buildkite is busy, limited or not there. */
export class Session {
  readonly #parts: SessionParts;
  readonly #token: Secret;
  #user: string | undefined;
  #missesDates = false;

  /** `user` is the id of the Buildkite user behind the token, if it is known. */
  constructor(parts: SessionParts, token: Secret, user: string | undefined) {
    this.#parts = parts;
    this.#token = token;
    this.#user = user;
  }

  /** Whose rate limit the requests count against: the user's, or while that is not known, one of the token's own. */
  get user(): string {
    return this.#user ?? tokenKey(this.#token);
  }

  /** Buildkite has told whose token this is: its requests count against that user, and those already sent, too. */
  async identify(user: string): Promise<void> {
    await this.#parts.governor.identify(tokenKey(this.#token), user);
    this.#user = user;
  }

  /** Throws one of the errors of `errors.ts`, the reason of the signal, or what the governor's documents throw. */
  async get(asking: Asking): Promise<Answer> {
    const { clock, log, random } = this.#parts;
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#attempt(asking);
      if ('json' in outcome) return outcome;
      if (attempt >= mostAttempts[asking.priority]) throw outcome.error;
      log.warn(
        { path: asking.url.pathname, attempt, reason: outcome.error.message },
        'Buildkite did not answer a request; it is sent again',
      );
      if (outcome.error instanceof RateLimited) continue;
      await clock.sleep(pauseAfter(attempt, random(), outcome.pauseMs), asking.signal);
    }
  }

  async #attempt(asking: Asking): Promise<Answer | Failure> {
    const { governor, transport } = this.#parts;
    const { url, organization, priority, signal } = asking;
    const permit = await governor.admit({
      user: this.user,
      organization,
      priority,
      patienceMs: asking.patienceMs ?? patienceMs[priority],
      signal,
    });
    let shown: RateLimits | undefined;
    try {
      const reply = await transport.get(url, this.#token, signal);
      shown = rateLimitsOf({ ...reply, at: reply.receivedAt });
      return this.#read(reply, asking, shown);
    } catch (error) {
      if (error instanceof NoReply) return unavailable(error.message);
      throw error;
    } finally {
      await permit.settle(shown);
    }
  }

  #read(reply: Reply, asking: Asking, shown: RateLimits): Answer | Failure {
    const { status, headers, body } = reply;
    if (shown.exceeded !== undefined)
      return { error: new RateLimited(whenLimited(shown.exceeded.waitMs)), pauseMs: 0 };
    if (status === 408 || status >= 500)
      return unavailable(`Buildkite answered ${status}.`, retryAfterMs(headers, reply.receivedAt));
    if (status < 200 || status >= 300) throw refusalOf(reply, asking, this.#token);

    const json = parsed(body);
    if (json === undefined)
      return unavailable(`Buildkite answered ${status} with something that is not JSON.`);
    return { json, lookedAt: this.#lookedAt(reply), next: nextPage(headers.get('link'), asking.url) };
  }

  #lookedAt({ headers, sentAt }: Reply): string {
    const date = replyDate(headers);
    if (date !== undefined) return date;
    if (!this.#missesDates)
      this.#parts.log.warn(
        {},
        'Replies of Buildkite carry no usable Date; the time of asking stands in for it',
      );
    this.#missesDates = true;
    return askedAt(sentAt);
  }
}

function unavailable(message: string, askedForMs?: number): Failure {
  return {
    error: new BuildkiteUnavailable(message, whenUnavailable(askedForMs)),
    pauseMs: askedForMs ?? 0,
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
