import { graphqlId } from '../identity/graphql-id.js';
import { iso } from '../instant/instant.js';
import { WEB } from '../organization/organization-view.js';
import { personView } from '../person/person-view.js';
import { pipelineUrl } from '../pipeline/pipeline-view.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import type { BuildRecord } from './domain/build-record.js';
import type { BuildPhase } from './domain/phase.js';

/** Another build that this one points at, and its pipeline. */
export interface BuildReference {
  readonly record: BuildRecord;
  readonly pipeline: Pipeline;
}

/** What of a build's surroundings its REST object shows. */
export interface BuildSurroundings {
  readonly pipeline: Pipeline;
  readonly rebuiltFrom: BuildReference | undefined;
  readonly triggeredFrom: BuildReference | undefined;
}

const SCHEDULED_BEFORE_CREATED_MS = 31;

/** The API address of a build. */
export function buildUrl(origin: string, { record, pipeline }: BuildReference): string {
  return `${pipelineUrl(origin, pipeline)}/builds/${String(record.number)}`;
}

/** The web page of a build. */
export function buildWebUrl({ record, pipeline }: BuildReference): string {
  return `${WEB}/${pipeline.organization}/${pipeline.slug}/builds/${String(record.number)}`;
}

/** A build that is scheduled as it is created shows a `scheduled_at` some milliseconds earlier (recorded in 2021 and 2023). */
function scheduledAt({ createdAtMs }: BuildRecord, { scheduledAtMs }: BuildPhase): number | null {
  return scheduledAtMs === createdAtMs ? createdAtMs - SCHEDULED_BEFORE_CREATED_MS : scheduledAtMs;
}

/** A build as REST shows it in that phase, but for its pipeline and jobs (Buildkite docs: REST API › Builds › Build data model). */
export function buildView(
  record: BuildRecord,
  phase: BuildPhase,
  { pipeline, rebuiltFrom, triggeredFrom }: BuildSurroundings,
  origin: string,
): Record<string, unknown> {
  return {
    id: record.id,
    graphql_id: graphqlId('Build', record.id),
    url: buildUrl(origin, { record, pipeline }),
    web_url: buildWebUrl({ record, pipeline }),
    number: record.number,
    state: phase.state,
    cancel_reason: phase.cancelReason,
    blocked: phase.blocked,
    blocked_state: phase.blockedState,
    message: record.message,
    commit: phase.commit,
    branch: record.branch,
    tag: record.tag,
    env: record.env,
    source: record.source,
    author: record.author,
    creator: record.creator === null ? null : personView(record.creator),
    created_at: iso(record.createdAtMs),
    scheduled_at: iso(scheduledAt(record, phase)),
    started_at: iso(phase.startedAtMs),
    failing_at: iso(phase.failingAtMs),
    finished_at: iso(phase.finishedAtMs),
    meta_data: phase.metaData,
    pull_request: record.pullRequest,
    merge_queue: record.mergeQueueBaseBranch === null ? null : { base_branch: record.mergeQueueBaseBranch },
    rebuilt_from:
      rebuiltFrom === undefined
        ? null
        : {
            id: rebuiltFrom.record.id,
            number: rebuiltFrom.record.number,
            url: buildUrl(origin, rebuiltFrom),
          },
    triggered_from:
      triggeredFrom === undefined
        ? null
        : {
            build_id: triggeredFrom.record.id,
            build_number: triggeredFrom.record.number,
            build_pipeline_slug: triggeredFrom.pipeline.slug,
          },
    cluster_id: null,
    cluster_url: null,
  };
}
