import { get } from '../../testing/api.js';
import type { AddedToken } from '../../testing/control.js';
import { sha } from '../../testing/a-build.js';
import { startBuildkiteStandIn, type RunningBuildkite } from '../../testing/start.js';
import { at } from '../build/at.js';
import type { JobPlan } from '../build/domain/job-plan.js';

interface JobsReply {
  readonly items: readonly Record<string, unknown>[];
  readonly links: Readonly<Record<string, string>>;
}

const JOBS: readonly JobPlan[] = [
  { type: 'script', key: 'test', name: ':test_tube: Test', command: 'make test', groupKey: 'checks' },
  { type: 'script', key: 'lint', name: null, command: 'make lint', ending: 'soft-failed' },
  { type: 'waiter', key: 'wait' },
  { type: 'manual', key: 'approve', label: 'Approve' },
  { type: 'trigger', key: 'deploy', name: 'Deploy', pipeline: 'infra' },
];
const JOBS_PATH = '/v2/organizations/acme/pipelines/app/builds/1/jobs';

let bk: RunningBuildkite;
let token: AddedToken;
let buildId: string;

beforeEach(async () => {
  bk = await startBuildkiteStandIn();
  token = await bk.addToken();
  await bk.addPipelines([{ slug: 'app' }, { slug: 'infra' }]);
  const script = [
    at('1s').running(),
    at('10s').failing('test'),
    at('12s').failed(),
    at('60s').retried(),
    at('65s').running(),
    at('90s').blocked(),
    at('120s').unblocked(),
    at('125s').running(),
    at('180s').passed(),
  ];
  buildId = (await bk.addBuild({ pipeline: 'app', commit: sha(1), jobs: JOBS, script })).id;
});

afterEach(() => bk.close());

async function jobs(query = ''): Promise<JobsReply> {
  const { status, body } = await get<JobsReply>(bk, `${JOBS_PATH}?${query}`, token);
  expect(status).toBe(200);
  return body;
}

const states = ({ items }: JobsReply): string[] =>
  items.map(({ type, state }) => `${String(type)}:${String(state)}`);

describe('the jobs of a build', () => {
  it('go along with its script', async () => {
    await bk.turnClock('10s');
    expect(states(await jobs())).toEqual([
      'script:failed',
      'script:running',
      'waiter:undefined',
      'manual:waiting',
      'trigger:pending',
    ]);
    await bk.turnClock('80s');
    expect(states(await jobs('include_retried_jobs=false'))).toEqual([
      'script:passed',
      'script:failed',
      'waiter:undefined',
      'manual:blocked',
      'trigger:waiting',
    ]);
    await bk.turnClock('40s');
    expect(states(await jobs('include_retried_jobs=false')).at(-1)).toBe('trigger:running');
  });

  it('show a retry as a new job that names the old one, made at the instant of the retry', async () => {
    await bk.turnClock('60s');
    const [old, retry] = (await jobs()).items;
    expect(old).toMatchObject({
      retried: true,
      retried_in_job_id: retry?.['id'],
      retry_type: 'manual',
      state: 'failed',
      exit_status: 1,
    });
    expect(retry).toMatchObject({
      state: 'scheduled',
      retried: false,
      retries_count: 1,
      retry_source: { job_id: old?.['id'], retry_type: 'manual' },
      created_at: '2026-03-01T12:01:00.000Z',
      scheduled_at: '2026-03-01T12:00:01.000Z',
      runnable_at: '2026-03-01T12:01:00.000Z',
      started_at: null,
    });
  });

  it('leave out what was retried when it is asked to, which is what a build does unasked', async () => {
    await bk.turnClock('60s');
    expect((await jobs()).items).toHaveLength(6);
    expect((await jobs('include_retried_jobs=false')).items).toHaveLength(5);
    const build = async (query: string): Promise<unknown[]> =>
      (await get<{ jobs: unknown[] }>(bk, `${JOBS_PATH.replace(/\/jobs$/, '')}?${query}`, token)).body.jobs;
    expect(await build('')).toHaveLength(5);
    expect(await build('include_retried_jobs=true')).toHaveLength(6);
  });

  it('have a waiter without a state and a block step that tells when somebody let the build pass', async () => {
    await bk.turnClock('120s');
    const [, , , waiter, manual] = (await jobs()).items;
    expect(Object.keys(waiter ?? {})).toEqual(['id', 'graphql_id', 'type']);
    expect(manual).toMatchObject({
      label: 'Approve',
      state: 'unblocked',
      unblocked_at: '2026-03-01T12:02:00.000Z',
      unblockable: false,
      web_url: null,
    });
    expect(manual).toHaveProperty('unblocked_by.email');
    expect(manual).not.toHaveProperty('name');
  });

  it('name the build that a trigger step made, once it is there', async () => {
    const child = await bk.addBuild({
      pipeline: 'infra',
      commit: sha(1),
      source: 'trigger_job',
      triggeredFrom: buildId,
      createdAt: '130s',
    });
    await bk.turnClock('129s');
    expect((await jobs()).items.at(-1)).toMatchObject({ triggered_build: null });
    await bk.turnClock('1s');
    expect((await jobs()).items.at(-1)).toMatchObject({
      triggered_build: {
        id: child.id,
        number: 1,
        url: `${bk.url}/v2/organizations/acme/pipelines/infra/builds/1`,
        web_url: 'https://buildkite.com/acme/infra/builds/1',
      },
    });
  });
});

describe('the list of jobs', () => {
  it('is narrowed by state, step and group', async () => {
    await bk.turnClock('10s');
    expect(states(await jobs('state[]=failed'))).toEqual(['script:failed']);
    expect(states(await jobs('state[]=failed&state[]=running'))).toEqual(['script:failed', 'script:running']);
    expect((await jobs('step_key=lint')).items).toHaveLength(1);
    expect((await jobs('group_key=checks')).items).toHaveLength(1);
  });

  it('counts a waiter that is over as passed', async () => {
    await bk.turnClock('90s');
    expect(states(await jobs('state[]=passed'))).toEqual(['script:passed', 'waiter:undefined']);
  });

  it('has pages that lead to each other in both directions', async () => {
    const first = await jobs('per_page=2');
    expect(first.items).toHaveLength(2);
    expect(first.links).not.toHaveProperty('prev');
    const second = (await get<JobsReply>(bk, first.links['next'] ?? '', token)).body;
    const third = (await get<JobsReply>(bk, second.links['next'] ?? '', token)).body;
    expect([second.items.length, third.items.length]).toEqual([2, 1]);
    expect(third.links).not.toHaveProperty('next');
    const back = (await get<JobsReply>(bk, second.links['prev'] ?? '', token)).body;
    expect(back.items).toEqual(first.items);
    const ids = [first, second, third].flatMap(({ items }) => items.map(({ id }) => id));
    expect(new Set(ids).size).toBe(5);
  });

  it.each([
    ['state[]=finished', 'Invalid state: finished'],
    ['after=nonsense', 'Invalid cursor'],
    ['after=a&before=b', 'after and before cannot be used together'],
  ])('refuses %s', async (query, message) => {
    expect(await get(bk, `${JOBS_PATH}?${query}`, token)).toMatchObject({ status: 400, body: { message } });
  });

  it('is not there for a build that is not', async () => {
    const { status, body } = await get(bk, JOBS_PATH.replace('builds/1', 'builds/2'), token);
    expect([status, body]).toEqual([404, { message: 'No build found' }]);
  });
});

describe('one build', () => {
  it('counts its jobs by state, whatever of them it shows', async () => {
    await bk.turnClock('60s');
    const path = JOBS_PATH.replace(/\/jobs$/, '');
    const counts = { total: 5, states: { scheduled: 1, failed: 1, waiting: 3 } };
    for (const query of ['', 'exclude_jobs=true', 'job_states[]=failed']) {
      expect((await get(bk, `${path}?${query}`, token)).body).toMatchObject({ job_state_counts: counts });
    }
    const { body } = await get<{ job_state_counts: unknown }>(bk, `${path}?include_retried_jobs=true`, token);
    expect(body.job_state_counts).toEqual({ total: 6, states: { failed: 2, scheduled: 1, waiting: 3 } });
  });

  it('shows only the jobs in the states asked for', async () => {
    await bk.turnClock('10s');
    const { body } = await get<{ jobs: unknown[] }>(
      bk,
      `${JOBS_PATH.replace(/\/jobs$/, '')}?job_states[]=failed`,
      token,
    );
    expect(body.jobs).toHaveLength(1);
  });
});
