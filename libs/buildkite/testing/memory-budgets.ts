import type { Collection, Document, Documents } from '#libs/documents';
import type { BudgetDocument } from '../governor/budget-collection.js';

type Used = Pick<Collection<BudgetDocument>, 'get' | 'find' | 'replace' | 'remove'>;

/** Documents in memory that hold `buildkiteBudgets`, for one process or several that a test plays. */
export class MemoryBudgets implements Pick<Documents, 'collection'> {
  /** How often a document was written. */
  writes = 0;
  /** Awaited ahead of every access; a test may let it take its time, or fail. */
  before: () => Promise<void> = async () => undefined;

  /** `stored` is shared by those that play processes with a way of their own to the same documents. */
  constructor(readonly stored = new Map<string, BudgetDocument>()) {}

  collection<D extends Document>(): Collection<D> {
    const used: Used = {
      get: async (id) => {
        await this.before();
        return structuredClone(this.stored.get(id));
      },
      replace: async (document, expected) => {
        await this.before();
        if (this.stored.get(document.id)?.revision !== expected) return false;
        this.stored.set(document.id, structuredClone(document));
        this.writes += 1;
        return true;
      },
      find: async ({ where }) => {
        const { lt } = where['idleFrom'] as { readonly lt: number };
        return [...this.stored.values()].filter(({ idleFrom }) => idleFrom < lt);
      },
      remove: async (ids) => {
        for (const id of ids) this.stored.delete(id);
      },
    };
    return used as unknown as Collection<D>;
  }
}
