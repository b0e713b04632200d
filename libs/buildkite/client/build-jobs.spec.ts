import { ReplyUnusable } from '../errors.js';
import { inTurn, json, type Answering } from '../testing/api.js';
import { jobJson, manualJobJson } from '../testing/payloads.js';
import { startSession, type TestSession } from '../testing/session.js';
import { allJobs } from './build-jobs.js';
import { clientOf } from './client.js';

let given: TestSession;

beforeEach(async () => {
  given = await startSession();
});

afterEach(() => given.close());

const path = '/organizations/acme/pipelines/web/builds/42/jobs';
const page = (name: string) => `${given.address.href}${path}?per_page=100&after=${name}`;
const dated = (second: string) => ({ Date: `Fri, 20 Nov 2026 12:00:${second} GMT` });
const read = () => {
  const url = new URL(`${given.address.href}${path}`);
  return allJobs(given.session, { url, organization: 'acme', priority: 'background' });
};
const jobs = (items: unknown[], next?: unknown, second = '01'): Answering =>
  json(200, { items, links: { self: 'x', ...(next !== undefined && { next }) } }, dated(second));

const retried = [
  jobJson({ id: 'one', state: 'failed', retried: true, retried_in_job_id: 'two' }),
  jobJson({ id: 'two', created_at: '2026-11-20T12:00:01.900Z', retry_source: { job_id: 'one' } }),
];

describe('all jobs of a build', () => {
  it('are read as long as the reply names a next page, at the time of the earliest', async () => {
    given.api.answer(
      inTurn(jobs([jobJson()], page('a'), '03'), jobs([manualJobJson()], page('b'), '02'), jobs(retried)),
    );
    const found = await read();
    expect(found.jobs.map(({ id }) => id)).toEqual(['job-1', 'job-release', 'one', 'two']);
    expect(found).toMatchObject({ lookedAt: '2026-11-20T12:00:01.000Z', areActionsWhole: true });
    expect(given.api.requests.map(({ query }) => query.get('after'))).toEqual([null, 'a', 'b']);
  });

  it.each([undefined, null, ''])('are one page when the next one is %j', async (next) => {
    given.api.answer(jobs([jobJson()], next));
    expect((await read()).jobs).toHaveLength(1);
    expect(given.api.requests).toHaveLength(1);
  });

  it('tell of what was done up to the end of the second of the first page, where there are more', async () => {
    const later = jobJson({
      id: 'three',
      created_at: '2026-11-20T12:00:02.000Z',
      retry_source: { job_id: 'two' },
    });
    given.api.answer(inTurn(jobs(retried, page('a')), jobs([later], undefined, '04')));
    expect((await read()).actions).toEqual([{ at: '2026-11-20T12:00:01.900Z', by: 'retry' }]);
    given.api.answer(jobs([...retried, later]));
    expect((await read()).actions).toHaveLength(2);
  });

  it('are not whole when there are more pages than Buildkite has jobs for', async () => {
    let turn = 0;
    given.api.answer((request, response) => {
      turn += 1;
      jobs([jobJson({ id: `job-${turn}` })], page(String(turn)))(request, response);
    });
    const found = await read();
    expect(found.jobs).toHaveLength(40);
    expect(found.areActionsWhole).toBe(false);
  });

  it('are refused when the pages go round in a circle', async () => {
    given.api.answer(jobs([jobJson()], page('a')));
    await expect(read()).rejects.toThrow(ReplyUnusable);
    expect(given.api.requests).toHaveLength(2);
  });

  it.each(['https://evil.example/jobs', 'ftp://127.0.0.1/jobs'])(
    'are not looked for at %s, where the token would go',
    async (next) => {
      given.api.answer(jobs([jobJson()], next));
      await expect(read()).rejects.toThrow(ReplyUnusable);
      expect(given.api.requests).toHaveLength(1);
    },
  );

  it.each([[[]], [{}], [{ items: null }], ['text'], [null]])('are not in %j', async (body) => {
    given.api.answer(json(200, body));
    await expect(read()).rejects.toThrow(ReplyUnusable);
  });
});

describe('the client', () => {
  const client = () => clientOf(given.session, given.address, given.governor, given.log);
  const build = { organization: 'acme', pipeline: 'web', number: 42 };

  it('asks for retried jobs too, a hundred on a page', async () => {
    given.api.answer(jobs(retried));
    expect((await client().jobs(build))?.jobs).toHaveLength(2);
    const [asked] = given.api.requests;
    expect(asked?.path).toBe(`/v2${path}`);
    expect(asked?.search).toBe('?per_page=100&include_retried_jobs=true');
  });

  it('finds none of a build that Buildkite does not show', async () => {
    given.api.answer(json(404, { message: 'Not Found' }));
    expect(await client().jobs(build)).toBeUndefined();
  });

  it('passes on that the organization is closed to it', async () => {
    given.api.answer(json(404, { message: 'No organization found' }));
    await expect(client().jobs(build)).rejects.toMatchObject({ code: 'organization-not-accessible' });
  });
});
