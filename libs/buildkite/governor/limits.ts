import type { Collection, Documents } from '#libs/documents';
import type { Clock, Log } from '#libs/platform';
import { buildkiteBudgets, type BudgetDocument } from './budget-collection.js';
import { united } from './budget/budget.js';
import { reportOf, type BudgetReport } from './budget/opening.js';
import { Limit } from './limit.js';
import { SharedBudget, type SharedBudgetParts } from './shared-budget.js';
import { SharedTime } from './shared-time.js';

/** The limits that a process knows at most before it forgets idle ones; their documents stay. */
const most = 2_000;
const dayMs = 24 * 60 * 60_000;
const mostForgottenAtOnce = 100;

/** Buildkite's own limits until a reply shows others (Buildkite docs: REST API › Rate limits). */
const usual = { user: 50, organization: 200 } as const;

export interface LimitsOptions {
  /** Where `buildkiteBudgets` is provisioned. */
  readonly documents: Pick<Documents, 'collection'>;
  readonly clock: Clock;
  /** The machine's time. */
  readonly machine: Clock;
  readonly log: Log;
}

interface Known {
  readonly budget: SharedBudget;
  readonly limit: Limit;
}

/** The limits of users and organizations, each shared by all processes. */
export class Limits {
  readonly #documents: Collection<BudgetDocument>;
  readonly #parts: SharedBudgetParts;
  readonly #known = new Map<string, Known>();
  readonly #sameAs = new Map<string, string>();

  constructor({ documents, clock, machine, log }: LimitsOptions) {
    this.#documents = documents.collection(buildkiteBudgets);
    const time = new SharedTime(clock, machine);
    const other = (id: string) => this.#of(id).budget;
    this.#parts = { documents: this.#documents, time, log, other };
  }

  user(user: string): Limit {
    return this.#of(userId(user)).limit;
  }

  organization(organization: string): Limit {
    return this.#of(organizationId(organization)).limit;
  }

  /** Others may have changed something about any of them. */
  reconsider(): void {
    for (const { limit } of this.#known.values()) limit.reconsider();
  }

  /** How a limit stands, after everything that this process did to it. */
  report(of: { readonly user: string } | { readonly organization: string }): Promise<BudgetReport> {
    const { budget } = this.#of('user' in of ? userId(of.user) : organizationId(of.organization));
    return budget.change((now) => ({ budget: now, result: reportOf(now) }));
  }

  /**
   * Makes two users one: what was counted under the alias counts under the user from now on. First the user has it, then
   * the alias points there: a process that dies in between leaves it counted twice.
   */
  async unite(alias: string, user: string): Promise<void> {
    if (alias === user) return;
    const [from, to] = [userId(alias), userId(user)];
    for (;;) {
      const stored = await this.#documents.get(from);
      if (stored?.sameAs) break;
      const budget = stored?.budget;
      if (budget) await this.#of(to).budget.change((known) => ({ budget: united(known, budget), result: 0 }));
      const pointer = { id: from, budget: null, sameAs: to, idleFrom: this.#parts.time.now() };
      const revision = (stored?.revision ?? 0) + 1;
      if (await this.#documents.replace({ ...pointer, revision }, stored?.revision)) break;
    }
    this.#sameAs.set(from, to);
    await this.#forgetIdle();
  }

  #of(id: string): Known {
    const counts = this.#sameAs.get(id) ?? id;
    const known = this.#known.get(counts);
    if (known !== undefined) return known;
    if (this.#known.size >= most) this.#letGo();
    const limit = counts.startsWith('user ') ? usual.user : usual.organization;
    const budget = new SharedBudget(counts, limit, this.#parts);
    const made = { budget, limit: new Limit(budget) };
    this.#known.set(counts, made);
    return made;
  }

  #letGo(): void {
    for (const [id, { limit }] of this.#known) if (limit.isIdle) this.#known.delete(id);
    this.#sameAs.clear();
  }

  /** Documents are added by tokens that are checked, so that is when those go that nobody has needed for a day. */
  async #forgetIdle(): Promise<void> {
    const idle = await this.#documents.find({
      where: { idleFrom: { lt: this.#parts.time.now() - dayMs } },
      limit: mostForgottenAtOnce,
    });
    if (idle.length > 0) await this.#documents.remove(idle.map(({ id }) => id));
  }
}

function userId(user: string): string {
  return `user ${user}`;
}

function organizationId(organization: string): string {
  return `organization ${organization}`;
}
