import { get } from '../../testing/api.js';
import type { AddedToken } from '../../testing/control.js';
import { sha } from '../../testing/a-build.js';
import { startBuildkiteStandIn, type RunningBuildkite } from '../../testing/start.js';
import { at } from './at.js';
import type { JobPlan } from './domain/job-plan.js';

/** The fields that Buildkite's replies of today have, by name; fields of a recording that is older are among them. */
const BUILD = `id graphql_id url web_url number state cancel_reason blocked blocked_state message commit branch tag env source
  author creator created_at scheduled_at started_at failing_at finished_at meta_data pull_request merge_queue rebuilt_from
  triggered_from cluster_id cluster_url pipeline jobs`;
const PIPELINE = `id graphql_id url web_url name description slug repository cluster_id cluster_url pipeline_template_uuid
  branch_configuration default_branch skip_queued_branch_builds skip_queued_branch_builds_filter cancel_running_branch_builds
  cancel_running_branch_builds_filter allow_rebuilds provider builds_url badge_url created_by created_at archived_at env
  scheduled_builds_count running_builds_count scheduled_jobs_count running_jobs_count waiting_jobs_count visibility tags emoji
  color configuration steps`;
const SCRIPT_JOB = `id graphql_id type name step_key step group_key priority agent_query_rules state build_url web_url log_url
  raw_log_url artifacts_url command soft_failed exit_status signal signal_reason broken_reason artifact_paths agent created_at
  scheduled_at runnable_at concurrency_wait_time_ms started_at finished_at expired_at retried retried_in_job_id retries_count
  retry_source retry_type retried_by parallel_group_index parallel_group_total matrix cluster_id cluster_url cluster_queue_id
  cluster_queue_url`;
const TRIGGER_JOB = `id graphql_id type name state async step_key build_url web_url created_at scheduled_at runnable_at started_at
  finished_at soft_failed triggered_build`;
const MANUAL_JOB =
  'id graphql_id type label state step_key web_url unblocked_by unblocked_at unblockable unblock_url';
const WAITER_JOB = 'id graphql_id type';
const PERSON = 'id graphql_id name email avatar_url created_at';
const AGENT = `id graphql_id url web_url name connection_state ip_address hostname user_agent version creator created_at job
  last_job_finished_at priority meta_data`;
const ORGANIZATION = 'id graphql_id url web_url name slug agents_url emojis_url created_at pipelines_url';
const ACCESS_TOKEN = 'uuid scopes description created_at expires_at user';

const names = (text: string): string[] => text.split(/\s+/).sort();
const fields = (value: unknown): string[] => Object.keys(value as object).sort();

const JOBS: readonly JobPlan[] = [
  { type: 'script', key: 'test', name: 'Test', command: 'make test', groupKey: 'checks' },
  { type: 'waiter', key: 'wait' },
  { type: 'manual', key: 'approve', label: 'Approve' },
  { type: 'trigger', key: 'deploy', name: 'Deploy', pipeline: 'app' },
];

interface Shown {
  readonly [field: string]: unknown;
  readonly jobs: readonly Record<string, unknown>[];
  readonly pipeline: Record<string, unknown>;
}

let bk: RunningBuildkite;
let token: AddedToken;

beforeAll(async () => {
  bk = await startBuildkiteStandIn();
  token = await bk.addToken();
  await bk.addPipeline({ slug: 'app', repository: 'git@github.com:acme/shop.git' });
  const creator = { name: 'Robin', email: 'robin@example.com' };
  await bk.addBuild({
    pipeline: 'app',
    commit: sha(1),
    creator,
    jobs: JOBS,
    script: [at('0s').scheduled(), at('1s').running(), at('9s').blocked()],
  });
  await bk.turnClock('10s');
});

afterAll(() => bk.close());

async function theBuild(): Promise<Shown> {
  const [build] = (await get<Shown[]>(bk, '/v2/organizations/acme/builds', token)).body;
  if (build === undefined) throw new Error('no build is listed');
  return build;
}

describe('the fields of what the API shows are those of Buildkite', () => {
  it('for a build in a list, and one more for a build alone', async () => {
    expect(fields(await theBuild())).toEqual(names(BUILD));
    const { body } = await get(bk, '/v2/organizations/acme/pipelines/app/builds/1', token);
    expect(fields(body)).toEqual([...names(BUILD), 'job_state_counts'].sort());
  });

  it('for a pipeline, alone and in a build', async () => {
    expect(fields((await theBuild()).pipeline)).toEqual(names(PIPELINE));
    expect(fields((await get(bk, '/v2/organizations/acme/pipelines/app', token)).body)).toEqual(
      names(PIPELINE),
    );
  });

  it('for each type of job', async () => {
    const { jobs } = await theBuild();
    expect(jobs.map(fields)).toEqual([SCRIPT_JOB, WAITER_JOB, MANUAL_JOB, TRIGGER_JOB].map(names));
    expect(fields(jobs[0]?.['agent'])).toEqual(names(AGENT));
  });

  it('for a person, an organization and a token', async () => {
    expect(fields((await theBuild())['creator'])).toEqual(names(PERSON));
    expect(fields((await get(bk, '/v2/user', token)).body)).toEqual(names(PERSON));
    expect(fields((await get(bk, '/v2/organizations/acme', token)).body)).toEqual(names(ORGANIZATION));
    expect(fields((await get(bk, '/v2/access-token', token)).body)).toEqual(names(ACCESS_TOKEN));
  });
});

describe('the values of a build', () => {
  it('are of the kinds that Buildkite writes', async () => {
    const build = await theBuild();
    expect(build).toMatchObject({
      number: 1,
      state: 'passed',
      blocked: true,
      blocked_state: 'passed',
      commit: sha(1),
      tag: null,
      pull_request: null,
      merge_queue: null,
      rebuilt_from: null,
      triggered_from: null,
      created_at: '2026-03-01T12:00:00.000Z',
      started_at: '2026-03-01T12:00:01.000Z',
      failing_at: null,
      finished_at: '2026-03-01T12:00:09.000Z',
      url: `${bk.url}/v2/organizations/acme/pipelines/app/builds/1`,
      web_url: 'https://buildkite.com/acme/app/builds/1',
    });
    expect(build['id']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);
    expect(Buffer.from(String(build['graphql_id']), 'base64').toString()).toBe(
      `Build---${String(build['id'])}`,
    );
  });

  it('have a scheduling that precedes the creation by milliseconds', async () => {
    const build = await theBuild();
    expect(build['scheduled_at']).toBe('2026-03-01T11:59:59.969Z');
  });

  it('name the repository in the provider’s settings, and no capability address', async () => {
    expect((await theBuild()).pipeline).toMatchObject({
      repository: 'git@github.com:acme/shop.git',
      provider: { id: 'github', settings: { repository: 'acme/shop' }, webhook_url: '' },
    });
  });

  it('point at the builds that they come from, and at pull requests and merge queues', async () => {
    const first = (await theBuild())['id'] as string;
    await bk.addBuild({ pipeline: 'app', commit: sha(1), rebuiltFrom: first });
    await bk.addBuild({
      pipeline: 'app',
      commit: sha(1),
      triggeredFrom: first,
      source: 'trigger_job',
      mergeQueueBaseBranch: 'main',
    });
    const pullRequest = { id: '17', base: 'main', repository: 'git://github.com/contributor/shop.git' };
    await bk.addBuild({
      pipeline: 'app',
      commit: sha(1),
      branch: 'contributor:fix',
      pullRequest,
      author: 'robin@example.com',
      creator: null,
    });
    const [fork, triggered, rebuilt] = (await get<Shown[]>(bk, '/v2/organizations/acme/builds', token)).body;
    expect(rebuilt).toMatchObject({
      rebuilt_from: { id: first, number: 1, url: `${bk.url}/v2/organizations/acme/pipelines/app/builds/1` },
    });
    expect(triggered).toMatchObject({
      source: 'trigger_job',
      triggered_from: { build_id: first, build_number: 1, build_pipeline_slug: 'app' },
      merge_queue: { base_branch: 'main' },
    });
    expect(fork).toMatchObject({
      branch: 'contributor:fix',
      pull_request: pullRequest,
      author: 'robin@example.com',
      creator: null,
    });
  });
});
