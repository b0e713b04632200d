import { Budget, type BudgetReport } from './budget.js';

const most = 2_000;

/** The budgets of one kind, by user or organization; idle ones are forgotten when there are very many. */
export class Budgets {
  readonly #limit: number;
  readonly #known = new Map<string, Budget>();

  /** `limit` is taken for true until a reply shows another. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  of(key: string, now: number): Budget {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#known.size >= most) this.#forgetIdle(now);
    const budget = new Budget(this.#limit);
    this.#known.set(key, budget);
    return budget;
  }

  /** Makes two keys one: what was counted under either counts under both from now on. */
  unite(key: string, other: string, now: number): void {
    const budget = this.of(key, now);
    const absorbed = this.#known.get(other);
    if (absorbed !== undefined && absorbed !== budget) budget.absorb(absorbed, now);
    this.#known.set(other, budget);
  }

  report(key: string, now: number): BudgetReport {
    return (this.#known.get(key) ?? new Budget(this.#limit)).report(now);
  }

  #forgetIdle(now: number): void {
    for (const [key, budget] of this.#known) if (budget.isIdle(now)) this.#known.delete(key);
  }
}
