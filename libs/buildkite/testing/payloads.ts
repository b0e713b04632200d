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
