export class JobAttemptView {
  id!: string;
  /** Buildkite's word; before its end by the job's own times: `scheduled`, `running`, and `waiting` or `blocked` for a block step. */
  state!: string;
  /** True when it failed without failing the build. */
  softFailed!: boolean;
  exitStatus!: number | null;
  startedAt!: string | null;
  finishedAt!: string | null;
}

export class JobView extends JobAttemptView {
  /** `script`, `manual` (a block or input step), `trigger`, or another word of Buildkite. */
  type!: string;
  name!: string;
  stepKey!: string | null;
  /** How often it had been begun: 1 for a job that nobody had retried. */
  attempts!: number;
  /** The attempts before the one that counts, the first one first. */
  earlier!: JobAttemptView[];
}

export class JobsInStateView {
  state!: string;
  jobs!: number;
}

export class JobsView {
  /** When Buildkite showed them: RFC 3339, UTC. */
  lookedAt!: string;
  /** How many jobs there are, retries not counted. */
  total!: number;
  byState!: JobsInStateView[];
  /** How many of them failed without failing the build. */
  softFailed!: number;
  /**
   * Whether `total`, `byState` and `softFailed` are of all jobs of the build. Of very many jobs only some are known one by
   * one, so that nothing tells how the others were at the deploy: then it is false, and there were at least so many.
   */
  countsComplete!: boolean;
  /** How many jobs and retries are left out of `items` because there are very many; those that failed stay longest. */
  omitted!: number;
  items!: JobView[];
}
