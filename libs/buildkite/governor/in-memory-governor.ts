import type { Clock } from '#libs/platform';
import { RateLimited } from '../errors.js';
import { Alarm } from './alarm.js';
import type { BudgetReport } from './budget.js';
import { Budgets } from './budgets.js';
import { Charge } from './charge.js';
import { elapsedTime } from './elapsed-time.js';
import type { Admission, Governor, Permit } from './governor.js';
import { comparePriority } from './lanes.js';

interface Waiting extends Admission {
  readonly givesUpAt: number;
  admit(permit: Permit): void;
  refuse(error: Error): void;
}

/** What an in-memory governor needs: a clock, and a source of chance between 0 and 1. */
export interface GovernorOptions {
  readonly clock: Clock;
  readonly random?: () => number;
}

/**
 * A governor for all clients of one process. Limits are Buildkite's defaults (50 per user, 200 per organization;
 * Buildkite docs: REST API › Rate limits) until a reply shows others.
 */
export class InMemoryGovernor implements Governor {
  readonly #random: () => number;
  readonly #now: () => number;
  readonly #alarm: Alarm;
  readonly #users = new Budgets(50);
  readonly #organizations = new Budgets(200);
  #waiting: readonly Waiting[] = [];

  constructor({ clock, random = Math.random }: GovernorOptions) {
    this.#random = random;
    this.#now = elapsedTime(clock);
    this.#alarm = new Alarm(
      clock,
      () => this.#release(),
      (error) => this.#waiting.forEach((waiting) => waiting.refuse(error as Error)),
    );
  }

  admit(admission: Admission): Promise<Permit> {
    const { signal, patienceMs = Infinity } = admission;
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const waiting: Waiting = {
        ...admission,
        givesUpAt: this.#now() + patienceMs,
        admit: (permit) => {
          leave();
          resolve(permit);
        },
        refuse: (error) => {
          leave();
          reject(error);
        },
      };
      const leave = () => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting);
        signal?.removeEventListener('abort', giveUp);
      };
      const giveUp = () => {
        waiting.refuse(signal?.reason as Error);
        this.#release();
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      this.#waiting = [...this.#waiting, waiting].sort((a, b) => comparePriority(a.priority, b.priority));
      this.#release();
    });
  }

  identify(alias: string, user: string): void {
    this.#users.unite(user, alias, this.#now());
  }

  budget(of: { readonly user: string } | { readonly organization: string }): BudgetReport {
    return 'user' in of
      ? this.#users.report(of.user, this.#now())
      : this.#organizations.report(of.organization, this.#now());
  }

  /** Lets go every request whose limits allow it, in order, and sees to it that the next one is let go in time. */
  #release(): void {
    const now = this.#now();
    let wakeAt = Infinity;
    for (const waiting of this.#waiting) {
      const charge = this.#chargeOf(waiting, now);
      const opensAt = charge.opensAt(waiting.priority, now);
      if (opensAt <= now) waiting.admit(this.#permit(charge));
      else if (opensAt !== Infinity && opensAt > waiting.givesUpAt)
        waiting.refuse(new RateLimited(opensAt - now));
      else wakeAt = Math.min(wakeAt, opensAt);
    }
    this.#alarm.set(wakeAt, now);
  }

  #chargeOf({ user, organization }: Admission, now: number): Charge {
    const ofUser = this.#users.of(user, now);
    return new Charge(
      ofUser,
      organization === undefined ? undefined : this.#organizations.of(organization, now),
    );
  }

  #permit(charge: Charge): Permit {
    charge.start();
    let isSettled = false;
    return {
      settle: (shown) => {
        if (isSettled) return;
        isSettled = true;
        const now = this.#now();
        charge.end(now);
        if (shown !== undefined) charge.learn(shown, Math.round(500 + this.#random() * 1_000), now);
        this.#release();
      },
    };
  }
}
