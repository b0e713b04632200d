import type { StepSpec } from './build-spec.js';
import type { BlockedState } from './domain/change.js';

/** The changes that may happen to a build at one instant; each gives one step of its script. */
export interface StepsAt {
  scheduled(): StepSpec;
  running(): StepSpec;
  /** A hard failure while other jobs still run; `job` is the key of the one that failed. */
  failing(job?: string): StepSpec;
  passed(): StepSpec;
  failed(job?: string): StepSpec;
  /** Waits at a block step; meanwhile REST shows `state` as `blockedState` (default `passed`). */
  blocked(blockedState?: BlockedState): StepSpec;
  unblocked(): StepSpec;
  /** A job is run again, which re-opens a finished build. */
  retried(options?: { readonly job?: string; readonly movesStartedAt?: boolean }): StepSpec;
  canceling(reason?: string): StepSpec;
  canceled(): StepSpec;
  skipped(): StepSpec;
  notRun(): StepSpec;
  /** A state that no documentation lists. */
  state(state: string): StepSpec;
  /** `HEAD` turns out to be that commit: in `commit`, in meta-data, or in both (default). */
  commitResolved(commit: string, shownIn?: 'commit' | 'meta-data' | 'both'): StepSpec;
  metaDataSet(key: string, value: string): StepSpec;
  deleted(): StepSpec;
}

/**
 * Steps of a build's script at an instant: a duration from the build's creation (`10s`, `3m`, `1h30m`)
 * or an ISO 8601 instant.
 *
 * @example script: [at('0s').scheduled(), at('10s').running(), at('3m').passed()]
 */
export function at(instant: string): StepsAt {
  const step = { at: instant };
  return {
    scheduled: () => ({ ...step, change: 'scheduled' }),
    running: () => ({ ...step, change: 'running' }),
    failing: (job) => ({ ...step, change: 'failing', ...(job !== undefined && { job }) }),
    passed: () => ({ ...step, change: 'passed' }),
    failed: (job) => ({ ...step, change: 'failed', ...(job !== undefined && { job }) }),
    blocked: (blockedState = 'passed') => ({ ...step, change: 'blocked', blockedState }),
    unblocked: () => ({ ...step, change: 'unblocked' }),
    retried: (options = {}) => ({ ...step, change: 'retried', ...options }),
    canceling: (reason) => ({ ...step, change: 'canceling', ...(reason !== undefined && { reason }) }),
    canceled: () => ({ ...step, change: 'canceled' }),
    skipped: () => ({ ...step, change: 'skipped' }),
    notRun: () => ({ ...step, change: 'not_run' }),
    state: (state) => ({ ...step, change: 'state', state }),
    commitResolved: (commit, shownIn = 'both') => ({ ...step, change: 'commit-resolved', commit, shownIn }),
    metaDataSet: (key, value) => ({ ...step, change: 'meta-data-set', key, value }),
    deleted: () => ({ ...step, change: 'deleted' }),
  };
}
