import type { Budget } from './budget.js';
import type { Priority } from './lanes.js';
import type { RateLimits } from './rate-limits.js';

/** The limits that one request counts against: its user's, and that of the organization it asks about, if any. */
export class Charge {
  readonly #user: Budget;
  readonly #organization: Budget | undefined;

  constructor(user: Budget, organization?: Budget) {
    this.#user = user;
    this.#organization = organization;
  }

  /** When both limits allow the request, see Budget. */
  opensAt(priority: Priority, now: number): number {
    return Math.max(this.#user.opensAt(priority, now), this.#organization?.opensAt(priority, now) ?? 0);
  }

  start(): void {
    this.#user.start();
    this.#organization?.start();
  }

  end(now: number): void {
    this.#user.end(now);
    this.#organization?.end(now);
  }

  /**
   * Takes up what the reply shows. A refusal closes the limit that it names; one of an organization, when none was asked
   * about, closes the user's, and one that names none closes both.
   */
  learn({ user, organization, exceeded }: RateLimits, jitterMs: number, now: number): void {
    this.#user.learn(user, now);
    this.#organization?.learn(organization, now);
    if (exceeded === undefined) {
      this.#user.succeed();
      this.#organization?.succeed();
      return;
    }
    const { by, waitMs } = exceeded;
    if (by !== 'organization' || this.#organization === undefined) this.#user.refuse(waitMs, jitterMs, now);
    if (by !== 'user') this.#organization?.refuse(waitMs, jitterMs, now);
  }
}
