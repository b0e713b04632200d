import { v5 as uuidV5 } from 'uuid';
import type { JobAttempt } from '../build/domain/job-attempt.js';
import type { JobPlan, ScriptJobPlan } from '../build/domain/job-plan.js';
import { buildUrl, buildWebUrl, type BuildReference } from '../build/build-view.js';
import { graphqlId } from '../identity/graphql-id.js';
import { iso } from '../instant/instant.js';
import { personView } from '../person/person-view.js';
import { agentView } from './agent-view.js';

const UNBLOCKER = { name: 'Sam Example', email: 'sam@example.com' };

/** The build that a job belongs to, and those that its trigger steps have made so far. */
export interface JobSurroundings {
  readonly build: BuildReference;
  readonly triggered: readonly BuildReference[];
}

type Json = Record<string, unknown>;

/** The UUID of one attempt of a job, always the same for the same build, job and attempt. */
export function jobId(buildId: string, key: string, attempt: number): string {
  return uuidV5(`${key}/${String(attempt)}`, buildId);
}

function times(job: JobAttempt): Json {
  return {
    created_at: iso(job.createdAtMs),
    scheduled_at: iso(job.scheduledAtMs),
    runnable_at: iso(job.runnableAtMs),
    started_at: iso(job.startedAtMs),
    finished_at: iso(job.finishedAtMs),
  };
}

function retries(job: JobAttempt, buildId: string): Json {
  const { key } = job.plan;
  return {
    retried: job.retried,
    retried_in_job_id: job.retried ? jobId(buildId, key, job.attempt + 1) : null,
    retries_count: job.attempt === 0 ? null : job.attempt,
    retry_source:
      job.attempt === 0 ? null : { job_id: jobId(buildId, key, job.attempt - 1), retry_type: 'manual' },
    retry_type: job.retried ? 'manual' : null,
    retried_by: job.retried ? personView(UNBLOCKER) : null,
  };
}

function scriptView(
  job: JobAttempt,
  plan: ScriptJobPlan,
  id: string,
  { build }: JobSurroundings,
  origin: string,
): Json {
  const url = `${buildUrl(origin, build)}/jobs/${id}`;
  return {
    type: 'script',
    name: plan.name,
    step_key: plan.key,
    step: { id: uuidV5(plan.key, build.pipeline.id), signature: null },
    ...(plan.groupKey !== undefined && { group_key: plan.groupKey }),
    priority: { number: 0 },
    agent_query_rules: [],
    state: job.state,
    build_url: buildUrl(origin, build),
    web_url: `${buildWebUrl(build)}#${id}`,
    log_url: `${url}/log`,
    raw_log_url: `${url}/log.txt`,
    artifacts_url: `${url}/artifacts`,
    command: plan.command,
    soft_failed: job.softFailed,
    exit_status: job.exitStatus,
    signal: null,
    signal_reason: null,
    broken_reason: job.state === 'broken' ? 'conditional_failed' : null,
    artifact_paths: null,
    agent: job.startedAtMs === null ? null : agentView(build.pipeline.organization, origin),
    ...times(job),
    concurrency_wait_time_ms: null,
    expired_at: null,
    ...retries(job, build.record.id),
    parallel_group_index: null,
    parallel_group_total: null,
    matrix: null,
    cluster_id: null,
    cluster_url: null,
    cluster_queue_id: null,
    cluster_queue_url: null,
  };
}

function manualView(
  job: JobAttempt,
  plan: JobPlan & { type: 'manual' },
  id: string,
  { build }: JobSurroundings,
  origin: string,
): Json {
  return {
    type: 'manual',
    label: plan.label,
    state: job.state,
    step_key: plan.key,
    web_url: null,
    unblocked_by: job.unblockedAtMs === null ? null : personView(UNBLOCKER),
    unblocked_at: iso(job.unblockedAtMs),
    unblockable: job.state === 'blocked',
    unblock_url: `${buildUrl(origin, build)}/jobs/${id}/unblock`,
  };
}

function triggerView(
  job: JobAttempt,
  plan: JobPlan & { type: 'trigger' },
  id: string,
  { build, triggered }: JobSurroundings,
  origin: string,
): Json {
  const made = triggered.find(({ pipeline }) => pipeline.slug === plan.pipeline);
  return {
    type: 'trigger',
    name: plan.name,
    state: job.state,
    async: plan.async ?? false,
    step_key: plan.key,
    build_url: buildUrl(origin, build),
    web_url: `${buildWebUrl(build)}#${id}`,
    ...times(job),
    soft_failed: job.softFailed,
    triggered_build:
      made === undefined
        ? null
        : {
            id: made.record.id,
            number: made.record.number,
            url: buildUrl(origin, made),
            web_url: buildWebUrl(made),
          },
  };
}

function details(job: JobAttempt, id: string, surroundings: JobSurroundings, origin: string): Json {
  const { plan } = job;
  switch (plan.type) {
    case 'script':
      return scriptView(job, plan, id, surroundings, origin);
    case 'manual':
      return manualView(job, plan, id, surroundings, origin);
    case 'trigger':
      return triggerView(job, plan, id, surroundings, origin);
    case 'waiter':
      return { type: 'waiter' };
  }
}

/** A job as REST shows it; the four types share little (Buildkite docs: REST API › Builds › Job data model). */
export function jobView(job: JobAttempt, surroundings: JobSurroundings, origin: string): Json {
  const id = jobId(surroundings.build.record.id, job.plan.key, job.attempt);
  return { id, graphql_id: graphqlId('Job', id), ...details(job, id, surroundings, origin) };
}
