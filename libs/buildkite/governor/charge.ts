import { randomBytes } from 'node:crypto';
import { lessonsOf } from './budget/lesson.js';
import type { Priority } from './lanes.js';
import type { Limit } from './limit.js';
import type { RateLimits } from './rate-limits.js';

/** The limits that a request counts against: its user's, and that of the organization it asks about, if any. */
export interface Charged {
  readonly user: Limit;
  readonly organization: Limit | undefined;
}

export function limitsOf({ user, organization }: Charged): readonly Limit[] {
  return organization === undefined ? [user] : [user, organization];
}

/** One request, counted against its limits. */
export class Charge {
  readonly #charged: Charged;
  readonly #id = randomBytes(9).toString('base64url');

  private constructor(
    charged: Charged,
    private readonly priority: Priority,
  ) {
    this.#charged = charged;
    for (const limit of limitsOf(charged)) limit.enter(priority);
  }

  /**
   * Counts a request against all of its limits, or against none when one of them is closed.
   * @throws what the documents throw; what was counted until then is taken back as soon as they allow
   */
  static async of(charged: Charged, priority: Priority): Promise<Charge | undefined> {
    const charge = new Charge(charged, priority);
    try {
      if (await charge.#start()) return charge;
    } catch (error) {
      void charge.takeBack();
      throw error;
    }
    await charge.takeBack();
    return undefined;
  }

  /** The request is not sent. */
  async takeBack(): Promise<void> {
    await this.#leave((limit) => limit.takeBack(this.#id));
  }

  /** The request has ended, with what its reply shows, if one came. */
  async settle(shown: RateLimits | undefined, jitterMs: number): Promise<void> {
    const { user, organization } = this.#charged;
    const lessons = shown && lessonsOf(shown, organization !== undefined);
    await this.#leave((limit) =>
      limit.end(this.#id, limit === user ? lessons?.user : lessons?.organization, jitterMs),
    );
    for (const limit of limitsOf(this.#charged)) limit.reconsider();
  }

  /** First those that were closed last, so that nothing is written in vain while they are; the others at the same time. */
  async #start(): Promise<boolean> {
    const start = (limit: Limit) => limit.start(this.#id, this.priority);
    const all = limitsOf(this.#charged);
    const refusing = all.filter(({ hasRefusedLast }) => hasRefusedLast);
    const others = all.filter((limit) => !refusing.includes(limit));
    for (const limit of refusing) if (!(await start(limit))) return false;
    const started = await Promise.all(others.map(start));
    return started.every((mayGo) => mayGo);
  }

  async #leave(noting: (limit: Limit) => Promise<void>): Promise<void> {
    const all = limitsOf(this.#charged);
    await Promise.all(all.map((limit) => noting(limit).finally(() => limit.leave(this.priority))));
  }
}
