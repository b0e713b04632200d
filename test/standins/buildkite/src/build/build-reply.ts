import { Injectable } from '@nestjs/common';
import type { Call } from '../call/call.js';
import { jobView } from '../job/job-view.js';
import { pipelineCounts } from '../pipeline/pipeline-counts.js';
import { pipelineView } from '../pipeline/pipeline-view.js';
import { Pipelines } from '../pipeline/pipelines.js';
import type { BuildShape } from './build-query.js';
import { buildView, type BuildReference } from './build-view.js';
import { Builds } from './builds.js';
import type { JobAttempt } from './domain/job-attempt.js';
import { jobsAt } from './domain/jobs-at.js';
import type { BuildPhase } from './domain/phase.js';
import type { TrackedBuild } from './tracked-build.js';

type Json = Record<string, unknown>;

/** What of a call shows in a reply: its instant, and how its client reaches the stand-in. */
type Viewpoint = Pick<Call, 'nowMs' | 'origin'>;

/** Puts builds together for a reply: the build itself, its pipeline, its jobs and the builds that it points at. */
@Injectable()
export class BuildReply {
  constructor(
    private readonly builds: Builds,
    private readonly pipelines: Pipelines,
  ) {}

  /** The REST objects of builds at the instant of a call; those that are not there then are left out. */
  many(builds: readonly TrackedBuild[], shape: BuildShape, call: Viewpoint): readonly Json[] {
    const pipelineViews = new Map<string, Json>();
    return builds.flatMap((build) => {
      const phase = build.phaseAt(call.nowMs);
      return phase === undefined ? [] : [this.one(build, phase, shape, call, pipelineViews)];
    });
  }

  /** The REST object of a build in a phase. */
  one(
    build: TrackedBuild,
    phase: BuildPhase,
    shape: BuildShape,
    call: Viewpoint,
    pipelineViews = new Map<string, Json>(),
  ): Json {
    const { record } = build;
    const surroundings = {
      pipeline: this.pipelines.ofBuild(record.pipelineId),
      rebuiltFrom: this.reference(record.rebuiltFrom),
      triggeredFrom: this.reference(record.triggeredFrom),
    };
    return {
      ...buildView(record, phase, surroundings, call.origin),
      ...(!shape.excludePipeline && { pipeline: this.pipeline(record.pipelineId, call, pipelineViews) }),
      ...(!shape.excludeJobs && { jobs: this.jobs(build, shape.includeRetriedJobs, call) }),
    };
  }

  /** The attempts of a build's jobs at the instant of a call; without those that were retried, unless they are wanted. */
  attempts(build: TrackedBuild, includeRetried: boolean, nowMs: number): readonly JobAttempt[] {
    return jobsAt(build.record, nowMs).filter((job) => includeRetried || !job.retried);
  }

  /** The REST objects of some attempts of a build's jobs. */
  jobViews(
    build: TrackedBuild,
    attempts: readonly JobAttempt[],
    { origin, nowMs }: Viewpoint,
  ): readonly Json[] {
    const { record } = build;
    const triggered = this.builds
      .triggeredBy(record.id)
      .filter((child) => child.phaseAt(nowMs) !== undefined)
      .map((child): BuildReference => ({
        record: child.record,
        pipeline: this.pipelines.ofBuild(child.record.pipelineId),
      }));
    const surroundings = {
      build: { record, pipeline: this.pipelines.ofBuild(record.pipelineId) },
      triggered,
    };
    return attempts.map((job) => jobView(job, surroundings, origin));
  }

  private jobs(build: TrackedBuild, includeRetried: boolean, call: Viewpoint): readonly Json[] {
    return this.jobViews(build, this.attempts(build, includeRetried, call.nowMs), call);
  }

  private pipeline(id: string, { origin, nowMs }: Viewpoint, known: Map<string, Json>): Json {
    const view =
      known.get(id) ??
      pipelineView(this.pipelines.ofBuild(id), origin, pipelineCounts(this.builds, id, nowMs));
    known.set(id, view);
    return view;
  }

  private reference(id: string | null): BuildReference | undefined {
    const build = id === null ? undefined : this.builds.find(id);
    if (build === undefined) return undefined;
    return { record: build.record, pipeline: this.pipelines.ofBuild(build.record.pipelineId) };
  }
}
