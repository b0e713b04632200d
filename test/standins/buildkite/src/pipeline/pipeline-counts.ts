import type { Builds } from '../build/builds.js';
import { jobsAt } from '../build/domain/jobs-at.js';

/** What a pipeline has to do at one instant, as its REST object counts it. */
export interface PipelineCounts {
  readonly scheduled_builds_count: number;
  readonly running_builds_count: number;
  readonly scheduled_jobs_count: number;
  readonly running_jobs_count: number;
  readonly waiting_jobs_count: number;
}

const RUNNING: ReadonlySet<string> = new Set(['running', 'failing', 'canceling']);

/** Counts the builds and jobs of a pipeline that are under way at an instant (epoch milliseconds). */
export function pipelineCounts(builds: Builds, pipelineId: string, nowMs: number): PipelineCounts {
  const counts = { scheduled: 0, running: 0, scheduledJobs: 0, runningJobs: 0, waitingJobs: 0 };
  builds.inScope({ kind: 'pipeline', pipelineId }).visit(-Infinity, nowMs + 1, (build) => {
    const phase = build.phaseAt(nowMs);
    if (phase === undefined || phase.finishedAtMs !== null) return 'go on';
    if (phase.state === 'scheduled') counts.scheduled += 1;
    if (RUNNING.has(phase.state)) counts.running += 1;
    for (const { state } of jobsAt(build.record, nowMs)) {
      if (state === 'scheduled') counts.scheduledJobs += 1;
      if (state === 'running') counts.runningJobs += 1;
      if (state === 'waiting' || state === 'pending') counts.waitingJobs += 1;
    }
    return 'go on';
  });
  return {
    scheduled_builds_count: counts.scheduled,
    running_builds_count: counts.running,
    scheduled_jobs_count: counts.scheduledJobs,
    running_jobs_count: counts.runningJobs,
    waiting_jobs_count: counts.waitingJobs,
  };
}
