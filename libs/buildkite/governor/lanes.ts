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
  /** The share of the limit that is its own, whatever the lanes above it use. */
  readonly own: number;
}

/**
 * 80 % in all; background requests leave room for look-ups, and both for a person's click. Looking at jobs, one request
 * for each deployed build, leaves room for the lists, and reading history, which may take a thousand, for both. So that
 * lists that never end do not keep these two waiting for ever, each has a twentieth of the 80 % for its own.
 */
const lanes: Readonly<Record<Priority, Lane>> = {
  interactive: { share: 0.8, leave: 0, parallel: 6, own: 0 },
  'look-up': { share: 0.74, leave: 0.1, parallel: 5, own: 0 },
  background: { share: 0.68, leave: 0.2, parallel: 4, own: 0 },
  jobs: { share: 0.6, leave: 0.25, parallel: 3, own: 0.04 },
  history: { share: 0.5, leave: 0.3, parallel: 2, own: 0.04 },
};

/**
 * A request on its lane's own share goes beyond what look-ups may use, so that none of those can keep it waiting; the last
 * request of Buildkite's usual 50, and the last place in the line, stay with a person.
 */
const onOwnShare = { share: 0.78, leave: 0.1, parallel: 5 } as const;

/** What a lane comes to for one limit, in requests. */
export interface Allowance {
  readonly mostInWindow: number;
  readonly leaveAtBuildkite: number;
}

/** How many requests of a priority a limit of `limit` requests in 60 s allows: at least one, however small the limit. */
export function allowance(priority: Priority, limit: number): Allowance {
  return allowed(lanes[priority], limit);
}

/** A lane's own share of one limit, in requests. */
export interface OwnShare extends Allowance {
  /** How many of the requests in the window are of the lane, at most, when one is let go on this share. */
  readonly mostOfLane: number;
}

/** What a priority has of a limit of `limit` requests in 60 s whatever those above it use; undefined for nothing. */
export function ownShare(priority: Priority, limit: number): OwnShare | undefined {
  const { own } = lanes[priority];
  if (own === 0) return undefined;
  return { ...allowed(onOwnShare, limit), mostOfLane: Math.max(1, Math.floor(limit * own)) };
}

function allowed({ share, leave }: Pick<Lane, 'share' | 'leave'>, limit: number): Allowance {
  return {
    mostInWindow: Math.max(1, Math.floor(limit * share)),
    leaveAtBuildkite: Math.floor(limit * leave),
  };
}

/** How many requests against one limit a process may have under way for another one of this priority to go. */
export function mostAtOnce(priority: Priority): number {
  return lanes[priority].parallel;
}

/** The same for one that goes on its lane's own share: more, if the lane has one. */
export function mostAtOnceOnOwnShare(priority: Priority): number {
  const { own, parallel } = lanes[priority];
  return own === 0 ? parallel : onOwnShare.parallel;
}

const order: readonly Priority[] = ['interactive', 'look-up', 'background', 'jobs', 'history'];

/** Negative when `a` goes before `b`, zero when they are equal. */
export function comparePriority(a: Priority, b: Priority): number {
  return order.indexOf(a) - order.indexOf(b);
}
