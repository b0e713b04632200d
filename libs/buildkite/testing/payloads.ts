type Json = Record<string, unknown>;

const user = {
  id: 'user-ada',
  graphql_id: 'VXNlci0tLXVzZXItYWRh',
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  avatar_url: 'https://www.gravatar.com/avatar/1',
  created_at: '2014-09-22T10:13:21.477Z',
};

/** A pipeline as REST shows it today, with the fields given in place of its own; `undefined` leaves a field out. */
export function pipelineJson(fields: Json = {}): Json {
  return {
    id: 'pipeline-web',
    graphql_id: 'UGlwZWxpbmUtLS0x',
    url: 'https://api.buildkite.com/v2/organizations/acme/pipelines/web',
    web_url: 'https://buildkite.com/acme/web',
    name: 'Web :globe:',
    description: '',
    slug: 'web',
    repository: 'git@github.com:acme/web.git',
    cluster_id: null,
    default_branch: 'main',
    provider: {
      id: 'github',
      webhook_url: 'https://webhook.buildkite.com/deliver/CANARY-webhook',
      settings: { repository: 'acme/web', trigger_mode: 'code' },
    },
    created_by: user,
    created_at: '2023-08-20T19:17:15.287Z',
    archived_at: null,
    env: { TOKEN: 'CANARY-pipeline-env' },
    visibility: 'private',
    configuration: 'env:\n  TOKEN: CANARY-configuration',
    steps: [{ type: 'script', command: 'make', env: { TOKEN: 'CANARY-step-env' } }],
    ...fields,
  };
}

/** A build as REST shows it today, with the fields given in place of its own; `undefined` leaves a field out. */
export function buildJson(fields: Json = {}): Json {
  const number = typeof fields['number'] === 'number' ? fields['number'] : 42;
  return {
    id: `build-${number}`,
    graphql_id: 'QnVpbGQtLS0x',
    url: `https://api.buildkite.com/v2/organizations/acme/pipelines/web/builds/${number}`,
    web_url: `https://buildkite.com/acme/web/builds/${number}`,
    number,
    state: 'passed',
    cancel_reason: null,
    blocked: false,
    blocked_state: '',
    message: 'Make it work\n\nAnd fast.',
    commit: '0f1e2d3c4b5a69788796a5b4c3d2e1f001234567',
    branch: 'main',
    tag: null,
    env: { TOKEN: 'CANARY-build-env' },
    source: 'webhook',
    author: { name: 'Ada Lovelace', email: 'ada@example.com', username: 'ada' },
    creator: user,
    created_at: '2026-11-20T10:00:00.123Z',
    scheduled_at: '2026-11-20T10:00:00.101Z',
    started_at: '2026-11-20T10:00:05.500Z',
    failing_at: null,
    finished_at: '2026-11-20T10:04:59.999Z',
    meta_data: {
      'buildkite:git:commit': 'commit 0f1e2d3c4b5a69788796a5b4c3d2e1f001234567\n',
      canary: 'CANARY-meta',
    },
    pull_request: null,
    merge_queue: null,
    rebuilt_from: null,
    triggered_from: null,
    cluster_id: null,
    cluster_url: null,
    pipeline: pipelineJson(),
    jobs: [{ id: 'job-1', type: 'script', agent: { access_token: 'CANARY-agent' } }],
    ...fields,
  };
}

/** A command job as REST shows it today, with the fields given in place of its own; `undefined` leaves a field out. */
export function jobJson(fields: Json = {}): Json {
  const address = 'https://api.buildkite.com/v2/organizations/acme/pipelines/web/builds/42';
  return {
    id: 'job-1',
    graphql_id: 'Sm9iLS0tMQ==',
    type: 'script',
    name: ':hammer: Test',
    step_key: 'test',
    step: { id: 'step-1', signature: { value: 'CANARY-signature' } },
    priority: { number: 0 },
    agent_query_rules: ['queue=CANARY-rules'],
    state: 'passed',
    build_url: address,
    web_url: 'https://buildkite.com/acme/web/builds/42#job-1',
    log_url: `${address}/jobs/job-1/log`,
    raw_log_url: `${address}/jobs/job-1/log.txt`,
    artifacts_url: `${address}/jobs/job-1/artifacts`,
    command: 'make test\nTOKEN=CANARY-command ./publish',
    soft_failed: false,
    exit_status: 0,
    signal: null,
    signal_reason: null,
    artifact_paths: 'CANARY-artifacts/*',
    agent: { id: 'agent-1', access_token: 'CANARY-agent', meta_data: ['queue=CANARY'] },
    created_at: '2026-11-20T10:00:00.200Z',
    scheduled_at: '2026-11-20T10:00:00.200Z',
    runnable_at: '2026-11-20T10:00:00.300Z',
    concurrency_wait_time_ms: null,
    started_at: '2026-11-20T10:00:05.500Z',
    finished_at: '2026-11-20T10:04:59.000Z',
    expired_at: null,
    retried: false,
    retried_in_job_id: null,
    retries_count: null,
    retry_source: null,
    retry_type: null,
    retried_by: null,
    parallel_group_index: null,
    parallel_group_total: null,
    matrix: null,
    cluster_id: null,
    cluster_url: null,
    ...fields,
  };
}

/** A block step as REST shows it: a label in place of a name, and hardly any time. */
export function manualJobJson(fields: Json = {}): Json {
  return {
    id: 'job-release',
    graphql_id: 'Sm9iLS0tMg==',
    type: 'manual',
    label: ':rocket: Release?',
    state: 'blocked',
    step_key: null,
    web_url: null,
    unblocked_by: null,
    unblocked_at: null,
    unblockable: true,
    unblock_url:
      'https://api.buildkite.com/v2/organizations/acme/pipelines/web/builds/42/jobs/job-release/unblock',
    ...fields,
  };
}
