import { unreadable } from '../control/control-error.js';
import { instantOf } from '../control/instant-of.js';
import type { BuildSpec, StepSpec } from './build-spec.js';
import type { BuildRecord } from './domain/build-record.js';
import { defaultJobs, type JobPlan } from './domain/job-plan.js';
import { planScript } from './plan-script.js';

/** What a build has from where it is added, not from its spec. */
export interface BuildPlace {
  readonly id: string;
  readonly number: number;
  readonly organization: string;
  readonly pipelineId: string;
  readonly sequence: number;
  readonly createdAtMs: number;
}

const FRESH: readonly StepSpec[] = [{ at: '0s', change: 'scheduled' }];

function refuseUnknownJobs(jobs: readonly JobPlan[], script: readonly StepSpec[]): void {
  const keys = new Set(jobs.map((job) => job.key));
  if (keys.size < jobs.length) throw unreadable('two jobs have the same key');
  for (const step of script) {
    if ('job' in step && step.job !== undefined && !keys.has(step.job))
      throw unreadable(`no job has the key ${step.job}`);
  }
}

/** A build with all defaults filled in and its script on the clock; 400 when the spec contradicts itself. */
export function planBuild(spec: BuildSpec, place: BuildPlace): BuildRecord {
  const { createdAtMs } = place;
  const script = planScript(spec.script ?? FRESH, createdAtMs, createdAtMs);
  const jobs = spec.jobs ?? defaultJobs(script);
  refuseUnknownJobs(jobs, spec.script ?? FRESH);
  return {
    ...place,
    listedAtMs: spec.listedAt === undefined ? createdAtMs : instantOf(spec.listedAt, createdAtMs, 'listedAt'),
    message: spec.message === undefined ? 'Make it so' : spec.message,
    commit: spec.commit,
    branch: spec.branch ?? 'main',
    tag: spec.tag ?? null,
    source: spec.source ?? 'webhook',
    author: spec.author === undefined ? { name: 'Robin Example', email: 'robin@example.com' } : spec.author,
    creator: spec.creator ?? null,
    env: spec.env ?? {},
    metaData: spec.metaData ?? {},
    pullRequest: spec.pullRequest ?? null,
    mergeQueueBaseBranch: spec.mergeQueueBaseBranch ?? null,
    rebuiltFrom: spec.rebuiltFrom ?? null,
    triggeredFrom: spec.triggeredFrom ?? null,
    jobs,
    script,
  };
}
