/** What of a limit is used. */
export interface UsedBudget {
  /** Requests of the last minute. */
  readonly used: number;
  /** The most of them that are used. */
  readonly ceiling: number;
}

const briefMs = 75;
const longMs = 1_500;
/** The share of a budget up to which there is no need to save. */
const carefree = 0.6;

/**
 * For how long hints are gathered before they are asked about together, in milliseconds: hardly at all while little of
 * the budgets is used, longer when there is more to save. At the longer pace hints alone cannot use a minute up, so that
 * there is always room for polling, and for the look-ups of deploys.
 */
export function gatherMs(budgets: readonly UsedBudget[]): number {
  return budgets.every(({ used, ceiling }) => used < ceiling * carefree) ? briefMs : longMs;
}
