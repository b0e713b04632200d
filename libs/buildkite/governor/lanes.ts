/** Who waits for a request: a person, a deploy, nobody, nobody for details, or nobody for what is long past. */
export type Priority = 'interactive' | 'look-up' | 'background' | 'jobs' | 'history';

/** How much of a limit a kind of request may use. */
interface Lane {
  /** The share of the limit that our own requests of the last 60 s may reach. */
  readonly share: number;
  /** The share of the limit that must be left at Buildkite, where others use it too. */
  readonly leave: number;
  /** How many requests of one process may be under way at once. */
  readonly parallel: number;
}

/**
 * 80 % in all; background requests leave room for look-ups, and both for a person's click. Looking at jobs, one request
 * for each deployed build, leaves room for the lists, and reading history, which may take a thousand, for both.
 */
const lanes: Readonly<Record<Priority, Lane>> = {
  interactive: { share: 0.8, leave: 0, parallel: 6 },
  'look-up': { share: 0.74, leave: 0.1, parallel: 5 },
  background: { share: 0.68, leave: 0.2, parallel: 4 },
  jobs: { share: 0.6, leave: 0.25, parallel: 3 },
  history: { share: 0.5, leave: 0.3, parallel: 2 },
};

/** What a lane comes to for one limit, in requests. */
export interface Allowance {
  readonly mostInWindow: number;
  readonly leaveAtBuildkite: number;
}

/** How many requests of a priority a limit of `limit` requests in 60 s allows: at least one, however small the limit. */
export function allowance(priority: Priority, limit: number): Allowance {
  const { share, leave } = lanes[priority];
  return {
    mostInWindow: Math.max(1, Math.floor(limit * share)),
    leaveAtBuildkite: Math.floor(limit * leave),
  };
}

/** How many requests against one limit a process may have under way for another one of this priority to go. */
export function mostAtOnce(priority: Priority): number {
  return lanes[priority].parallel;
}

const order: readonly Priority[] = ['interactive', 'look-up', 'background', 'jobs', 'history'];

/** Negative when `a` goes before `b`, zero when they are equal. */
export function comparePriority(a: Priority, b: Priority): number {
  return order.indexOf(a) - order.indexOf(b);
}
