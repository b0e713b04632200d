import type { ScriptStep } from './change.js';

/** A job that runs a command; `ending` says how it ends when the build as a whole passes. */
export interface ScriptJobPlan {
  readonly type: 'script';
  readonly key: string;
  readonly name: string | null;
  readonly command: string;
  readonly groupKey?: string;
  readonly ending?: 'passed' | 'soft-failed' | 'broken';
}

/** A wait step: what follows starts when all before it is done. */
export interface WaiterJobPlan {
  readonly type: 'waiter';
  readonly key: string;
}

/** A block step: what follows starts when somebody unblocks it. */
export interface ManualJobPlan {
  readonly type: 'manual';
  readonly key: string;
  readonly label: string;
}

/** A trigger step: makes a build in the pipeline of that slug, in the same organization. */
export interface TriggerJobPlan {
  readonly type: 'trigger';
  readonly key: string;
  readonly name: string;
  readonly pipeline: string;
  readonly async?: boolean;
}

/** One job of a build, as its steps declare it (Buildkite docs: REST API › Builds › Job data model). */
export type JobPlan = ScriptJobPlan | WaiterJobPlan | ManualJobPlan | TriggerJobPlan;

/** The jobs of a build whose steps are not spelled out: one test job, and a release behind a block step for each `blocked`. */
export function defaultJobs(script: readonly ScriptStep[]): readonly JobPlan[] {
  const blocks = script.filter((step) => step.change === 'blocked');
  return [
    { type: 'script', key: 'test', name: 'Test', command: 'make test' },
    ...blocks.flatMap((_, index): JobPlan[] => [
      { type: 'manual', key: `approve-${String(index + 1)}`, label: 'Approve the release' },
      { type: 'script', key: `release-${String(index + 1)}`, name: 'Release', command: 'make release' },
    ]),
  ];
}
