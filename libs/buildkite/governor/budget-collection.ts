import type { CollectionDefinition } from '#libs/documents';
import type { Budget } from './budget/budget.js';

/** One limit of Buildkite as it is kept for all processes. */
export interface BudgetDocument {
  /** `user <id>` or `organization <slug>`; while the user of a token is not known, `user token:<key>`. */
  readonly id: string;
  readonly revision: number;
  /** Null once it is known whose token it is: then the other document counts. */
  readonly budget: Budget | null;
  /** The id of that other document. */
  readonly sameAs: string | null;
  /** Milliseconds since 1970, UTC: from when on nothing here matters. */
  readonly idleFrom: number;
}

/** What is counted of, known and left of Buildkite's limits, shared by all services that ask Buildkite. */
export const buildkiteBudgets: CollectionDefinition<BudgetDocument> = {
  name: 'buildkite-budgets',
  indexes: [{ fields: ['idleFrom'] }],
};
