import type { Collection } from '#libs/documents';
import type { Log } from '#libs/platform';
import type { BudgetDocument } from './budget-collection.js';
import { atTime, idleFrom, newBudget, setBack, type Budget } from './budget/budget.js';
import type { SharedTime } from './shared-time.js';

/** What shared budgets have in common. */
export interface SharedBudgetParts {
  readonly documents: Collection<BudgetDocument>;
  readonly time: SharedTime;
  readonly log: Log;
  /** The budget of another document. */
  readonly other: (id: string) => SharedBudget;
}

/** What becomes of a budget, and what its change tells. The same budget: nothing is to be written. */
export interface Changed<Result> {
  readonly budget: Budget;
  readonly result: Result;
}

interface Change {
  /** May be called several times, the last one counts. */
  readonly apply: (budget: Budget, now: number) => Budget;
  /** Whether it must not get lost when it could not be written. */
  readonly isKept: boolean;
  readonly done: () => void;
  readonly fail: (error: unknown) => void;
}

/**
 * A budget that lies in a document which other processes change, too. Changes take effect in the order of their coming,
 * those that come while another one is written together.
 */
export class SharedBudget {
  readonly #id: string;
  readonly #limit: number;
  readonly #parts: SharedBudgetParts;
  #coming: Change[] = [];
  #kept: Change[] = [];
  #isWriting = false;

  /** `limit` is taken for true until a reply shows another. */
  constructor(id: string, limit: number, parts: SharedBudgetParts) {
    this.#id = id;
    this.#limit = limit;
    this.#parts = parts;
  }

  /** Whether this process has nothing to write any more. */
  get isSettled(): boolean {
    return !this.#isWriting && this.#kept.length === 0;
  }

  /**
   * Changes the budget as it is now. `budget.at` says when that is; `now` is the same by this process's clock, which
   * may be behind. It must be a pure function.
   * @throws what the documents throw; the change may have been made all the same
   */
  change<Result>(apply: (budget: Budget, now: number) => Changed<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      let last: Changed<Result>;
      this.#take([
        {
          apply: (budget, now) => (last = apply(budget, now)).budget,
          isKept: false,
          done: () => resolve(last.result),
          fail: reject,
        },
      ]);
    });
  }

  /** The same for what must not get lost: what cannot be written now is written ahead of the next change. */
  keep(apply: (budget: Budget) => Budget): Promise<void> {
    return new Promise((resolve) => {
      const fail = (error: unknown) => {
        this.#parts.log.warn({ error, limit: this.#id }, 'A request could not be noted; it is later');
        resolve();
      };
      this.#take([{ apply, isKept: true, done: resolve, fail }]);
    });
  }

  #take(changes: readonly Change[]): void {
    this.#coming.push(...changes);
    if (!this.#isWriting) void this.#writeAll();
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    await Promise.resolve();
    while (this.#coming.length > 0) {
      const changes = [...this.#kept.splice(0), ...this.#coming.splice(0)];
      try {
        const sameAs = await this.#write(changes);
        if (sameAs !== undefined) this.#parts.other(sameAs).#take(changes);
        else for (const change of changes) change.done();
      } catch (error) {
        this.#kept = changes.filter(({ isKept }) => isKept);
        for (const change of changes) change.fail(error);
      }
    }
    this.#isWriting = false;
  }

  /** @returns the id of the document that counts instead, if there is one: nothing was written then */
  async #write(changes: readonly Change[]): Promise<string | undefined> {
    const { documents, time } = this.#parts;
    for (;;) {
      const stored = await documents.get(this.#id);
      if (stored?.sameAs) return stored.sameAs;
      const budget = stored?.budget ?? newBudget(this.#limit);
      const excessMs = time.excess(this.#id, budget.at);
      const set = excessMs > 0 ? setBack(budget, excessMs) : budget;
      const now = time.now();
      const before = atTime(set, Math.max(set.at, now));
      const after = changes.reduce((changed, { apply }) => apply(changed, now), before);
      if (after === before && set === budget) return undefined;
      const document = { id: this.#id, budget: after, sameAs: null, idleFrom: idleFrom(after) };
      const revision = (stored?.revision ?? 0) + 1;
      if (await documents.replace({ ...document, revision }, stored?.revision)) return undefined;
    }
  }
}
