import { Injectable } from '@nestjs/common';
import { BuildReply } from '../build/build-reply.js';
import { Builds } from '../build/builds.js';
import type { TrackedBuild } from '../build/tracked-build.js';
import { personId, personView } from '../person/person-view.js';
import type { Delivery } from './domain/delivery-queue.js';
import type { JobOfBuild } from './domain/job-events.js';
import type { Webhook } from './webhook.js';

type Json = Record<string, unknown>;

const SHAPE = { excludeJobs: true, excludePipeline: false, includeRetriedJobs: true };
const MAKER = { name: 'Sam Example', email: 'sam@example.com' };

/** What the person who retried a job adds to `retry_source` (Buildkite docs: Webhooks › Job events). */
function withRetrier(job: Json): Json {
  const source = job['retry_source'];
  if (source === null || source === undefined) return job;
  return { ...job, retry_source: { ...source, retried_by: personView(MAKER) } };
}

/** Writes the bodies of deliveries (Buildkite docs: Webhooks › Build events, Job events). */
@Injectable()
export class WebhookBody {
  constructor(
    private readonly builds: Builds,
    private readonly reply: BuildReply,
  ) {}

  /** The body of a delivery: everything in it as it is now (epoch milliseconds), not as it was then. Undefined when the build is gone. */
  of({ buildId, event }: Delivery, { origin }: Webhook, nowMs: number): string | undefined {
    const build = this.builds.find(buildId);
    const phase = build?.phaseAt(nowMs);
    if (build === undefined || phase === undefined) return undefined;
    const view = { origin, nowMs };
    const { pipeline, env: _, graphql_id: __, ...shown } = this.reply.one(build, phase, SHAPE, view);
    return JSON.stringify({
      event: event.event,
      ...(event.job !== null && { job: this.job(build, event.job, view) }),
      build: shown,
      pipeline,
      sender: { id: personId(MAKER), name: MAKER.name },
    });
  }

  private job(
    build: TrackedBuild,
    { key, attempt }: JobOfBuild,
    view: { readonly origin: string; readonly nowMs: number },
  ): Json | undefined {
    const attempts = this.reply
      .attempts(build, true, view.nowMs)
      .filter((job) => job.plan.key === key && job.attempt === attempt);
    const [job] = this.reply.jobViews(build, attempts, view);
    return job === undefined ? undefined : withRetrier(job);
  }
}
