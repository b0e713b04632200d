import { graphqlId } from '../identity/graphql-id.js';
import { iso } from '../instant/instant.js';
import { organizationUrl, WEB } from '../organization/organization-view.js';
import { personView } from '../person/person-view.js';
import type { PipelineCounts } from './pipeline-counts.js';
import type { Pipeline } from './pipeline.js';

const CONFIGURATION = 'steps:\n  - label: "Test"\n    command: "make test"\n';

const STEP = {
  type: 'script',
  name: 'Test',
  command: 'make test',
  artifact_paths: '',
  branch_configuration: '',
  env: {},
  timeout_in_minutes: null,
  agent_query_rules: [],
  concurrency: null,
  parallelism: null,
};

/** The API address of a pipeline. */
export function pipelineUrl(origin: string, { organization, slug }: Pipeline): string {
  return `${organizationUrl(origin, organization)}/pipelines/${slug}`;
}

/** `owner/name` as git hosts write it; undefined for an address that has no such part. */
function hostedRepository(repository: string): string | undefined {
  return /[:/]([^/:]+\/[^/]+?)(?:\.git)?\/?$/.exec(repository)?.[1];
}

function providerView(pipeline: Pipeline): Record<string, unknown> {
  const repository = pipeline.provider === 'private' ? undefined : hostedRepository(pipeline.repository);
  const settings = {
    trigger_mode: 'code',
    build_branches: true,
    build_pull_requests: true,
    build_pull_request_forks: true,
    build_tags: true,
    prefix_pull_request_fork_branch_names: true,
    publish_commit_status: true,
    ...(repository !== undefined && { repository }),
  };
  return { id: pipeline.provider, settings, webhook_url: '' };
}

/** A pipeline as REST shows it (Buildkite docs: REST API › Pipelines). */
export function pipelineView(
  pipeline: Pipeline,
  origin: string,
  counts: PipelineCounts,
): Record<string, unknown> {
  const url = pipelineUrl(origin, pipeline);
  return {
    id: pipeline.id,
    graphql_id: graphqlId('Pipeline', pipeline.id),
    url,
    web_url: `${WEB}/${pipeline.organization}/${pipeline.slug}`,
    name: pipeline.name,
    description: pipeline.description,
    slug: pipeline.slug,
    repository: pipeline.repository,
    cluster_id: null,
    cluster_url: null,
    pipeline_template_uuid: null,
    branch_configuration: null,
    default_branch: pipeline.defaultBranch,
    skip_queued_branch_builds: false,
    skip_queued_branch_builds_filter: null,
    cancel_running_branch_builds: false,
    cancel_running_branch_builds_filter: null,
    allow_rebuilds: true,
    provider: providerView(pipeline),
    builds_url: `${url}/builds`,
    badge_url: `https://badge.buildkite.com/${pipeline.id}.svg`,
    created_by: personView(pipeline.createdBy),
    created_at: iso(pipeline.createdAtMs),
    archived_at: iso(pipeline.archivedAtMs),
    env: pipeline.env,
    ...counts,
    visibility: 'private',
    tags: null,
    emoji: null,
    color: null,
    configuration: CONFIGURATION,
    steps: [STEP],
  };
}
