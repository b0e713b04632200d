/** What a blocked build shows as its `state` meanwhile (Buildkite docs: block step › blocked_state). */
export type BlockedState = 'passed' | 'failed' | 'running';

/** The build begins, or goes on, to wait for or run its jobs, or ends; these need no further words. */
export interface PlainChange {
  readonly change:
    'scheduled' | 'running' | 'unblocked' | 'passed' | 'canceled' | 'skipped' | 'not_run' | 'deleted';
}

/** A hard failure; `job` names the job (by key) that failed, else the first one that runs. */
export interface FailureChange {
  readonly change: 'failing' | 'failed';
  readonly job?: string;
}

/** The build waits for a human. */
export interface BlockedChange {
  readonly change: 'blocked';
  readonly blockedState?: BlockedState;
}

/** A job is run again, which re-opens a finished build; `movesStartedAt` makes the build's start move to this instant too. */
export interface RetriedChange {
  readonly change: 'retried';
  readonly job?: string;
  readonly movesStartedAt?: boolean;
}

/** Somebody stops the build. */
export interface CancelingChange {
  readonly change: 'canceling';
  readonly reason?: string;
}

/** The build shows a state that no documentation lists. */
export interface UnknownStateChange {
  readonly change: 'state';
  readonly state: string;
}

/** The first checkout says which commit `HEAD` was: in `commit`, in meta-data `buildkite:git:commit`, or in both. */
export interface CommitResolvedChange {
  readonly change: 'commit-resolved';
  readonly commit: string;
  readonly shownIn?: 'commit' | 'meta-data' | 'both';
}

/** A job sets a piece of meta-data. */
export interface MetaDataSetChange {
  readonly change: 'meta-data-set';
  readonly key: string;
  readonly value: string;
}

/** One thing that happens to a build. */
export type BuildChange =
  | PlainChange
  | FailureChange
  | BlockedChange
  | RetriedChange
  | CancelingChange
  | UnknownStateChange
  | CommitResolvedChange
  | MetaDataSetChange;

/** A change and the instant (epoch milliseconds, UTC) from which on it shows. */
export type ScriptStep = BuildChange & { readonly atMs: number };
