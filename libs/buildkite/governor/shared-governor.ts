import { systemClock, type Clock } from '#libs/platform';
import { RateLimited } from '../errors.js';
import { Alarm } from './alarm.js';
import { longestStartMs } from './budget/budget.js';
import type { BudgetReport } from './budget/opening.js';
import { Charge, limitsOf, type Charged } from './charge.js';
import type { Admission, Governor, Permit } from './governor.js';
import { Limits, type LimitsOptions } from './limits.js';
import { WaitingLine, type Waiting } from './waiting-line.js';

/** How often those who wait look for what other processes have changed: the machine's time. */
const lookAgainMs = 1_000;
/** When to try again for want of anything better: others are under way and nobody knows for how long. */
const retryMs = 1_000;

/** What a shared governor needs; `random` is a source of chance between 0 and 1. */
export interface GovernorOptions extends Omit<LimitsOptions, 'machine'> {
  readonly random?: () => number;
  /** The machine's time; default: the system's. */
  readonly machine?: Clock;
}

/** A governor for the clients of all processes that have these documents. */
export class SharedGovernor implements Governor {
  readonly #clock: Clock;
  readonly #machine: Clock;
  readonly #random: () => number;
  readonly #limits: Limits;
  readonly #line = new WaitingLine(() => this.#release());
  readonly #opening: Alarm;
  readonly #looking: Alarm;
  /** When those who wait look again, by the machine's time. */
  #looksAgainAt = Infinity;

  constructor({ random = Math.random, machine = systemClock, ...rest }: GovernorOptions) {
    this.#clock = rest.clock;
    this.#machine = machine;
    this.#random = random;
    this.#limits = new Limits({ ...rest, machine });
    const fail = (error: unknown) => this.#line.refuseAll(error as Error);
    this.#opening = new Alarm(rest.clock, () => this.#release(), fail);
    this.#looking = new Alarm(machine, () => this.#lookAgain(), fail);
  }

  admit(admission: Admission): Promise<Permit> {
    const permit = this.#line.join(admission, this.#now());
    this.#release();
    return permit;
  }

  async identify(alias: string, user: string): Promise<void> {
    await this.#limits.unite(alias, user);
    this.#release();
  }

  budget(of: { readonly user: string } | { readonly organization: string }): Promise<BudgetReport> {
    return this.#limits.report(of);
  }

  /** Asks for every request that may go now, in order, and sees to it that the next one is asked for in time. */
  #release(): void {
    const now = this.#now();
    let wakeAt = Infinity;
    for (const waiting of this.#line.idle()) {
      const charged = this.#chargedBy(waiting.admission);
      const worthAsking = limitsOf(charged).map((limit) => limit.worthAsking(waiting.admission.priority));
      const opensAt = Math.max(...worthAsking);
      if (opensAt <= now) void this.#ask(waiting, charged);
      else if (waiting.givesUpAt <= now) waiting.refuse(new RateLimited(retryMs));
      else if (opensAt !== Infinity && opensAt > waiting.givesUpAt)
        waiting.refuse(new RateLimited(opensAt - now));
      else wakeAt = Math.min(wakeAt, opensAt);
    }
    if (wakeAt !== Infinity || this.#line.isEmpty) this.#opening.set(wakeAt, now);
    this.#lookAgainSoon();
  }

  #lookAgainSoon(): void {
    const now = this.#machine.now().getTime();
    if (this.#line.isEmpty) this.#looksAgainAt = Infinity;
    else if (this.#looksAgainAt === Infinity) this.#looksAgainAt = now + lookAgainMs;
    this.#looking.set(this.#looksAgainAt, now);
  }

  #lookAgain(): void {
    this.#looksAgainAt = Infinity;
    this.#limits.reconsider();
    this.#release();
  }

  async #ask(waiting: Waiting, charged: Charged): Promise<void> {
    waiting.isAsked = true;
    try {
      const now = this.#now();
      const charge = await Charge.of(charged, waiting.admission.priority);
      if (charge === undefined) return;
      const isInTime = this.#now() - now < longestStartMs;
      if (isInTime && !waiting.isOver) waiting.admit(this.#permit(charge));
      else await charge.takeBack();
    } catch (error) {
      waiting.refuse(error as Error);
    } finally {
      waiting.isAsked = false;
      this.#release();
    }
  }

  #permit(charge: Charge): Permit {
    let settled: Promise<void> | undefined;
    return {
      settle: (shown) =>
        (settled ??= charge
          .settle(shown, Math.round(500 + this.#random() * 1_000))
          .then(() => this.#release())),
    };
  }

  #chargedBy({ user, organization }: Admission): Charged {
    return {
      user: this.#limits.user(user),
      organization: organization === undefined ? undefined : this.#limits.organization(organization),
    };
  }

  #now(): number {
    return this.#clock.now().getTime();
  }
}
