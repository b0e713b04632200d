import { get, type ApiReply } from '../../testing/api.js';
import type { AddedToken } from '../../testing/control.js';
import { sha } from '../../testing/a-build.js';
import { startBuildkiteStandIn, type RunningBuildkite } from '../../testing/start.js';
import { at } from './at.js';

interface Listed {
  readonly id: string;
  readonly number: number;
  readonly state: string;
  readonly message: string;
  readonly created_at: string;
  readonly jobs?: readonly unknown[];
  readonly pipeline?: { readonly slug: string };
}

const ORGANIZATION = '/v2/organizations/acme/builds';
let bk: RunningBuildkite;
let token: AddedToken;

beforeEach(async () => {
  bk = await startBuildkiteStandIn({
    organizations: ['acme', 'umbrella'],
    settings: { userLimit: 10_000, organizationLimit: 10_000 },
  });
  token = await bk.addToken({ organizations: ['acme'] });
  await bk.addPipelines([{ slug: 'app' }, { slug: 'web' }, { slug: 'secret', organization: 'umbrella' }]);
});

afterEach(() => bk.close());

async function list(path = ORGANIZATION): Promise<ApiReply<Listed[]>> {
  return get<Listed[]>(bk, path, token);
}

/** The messages of the builds that a list shows, in its order. */
async function messages(query: string, path = ORGANIZATION): Promise<string[]> {
  const { status, body } = await list(`${path}?${query}`);
  expect(status).toBe(200);
  return body.map(({ message }) => message);
}

describe('which builds a list shows', () => {
  beforeEach(async () => {
    await bk.addBuild({ pipeline: 'app', commit: sha(1), message: 'app', createdAt: '-3m' });
    await bk.addBuild({ pipeline: 'web', commit: sha(1), message: 'web', createdAt: '-2m' });
    await bk.addBuild({
      organization: 'umbrella',
      pipeline: 'secret',
      commit: sha(1),
      message: 'secret',
      createdAt: '-1m',
    });
  });

  it('is those of the organization, newest first', async () => {
    expect(await messages('')).toEqual(['web', 'app']);
  });

  it('is those of one pipeline', async () => {
    expect(await messages('', '/v2/organizations/acme/pipelines/app/builds')).toEqual(['app']);
  });

  it('is those of every organization that the token may access', async () => {
    expect(await messages('', '/v2/builds')).toEqual(['web', 'app']);
    await bk.changeToken(token.label, { organizations: ['acme', 'umbrella'] });
    expect(await messages('', '/v2/builds')).toEqual(['secret', 'web', 'app']);
  });

  it('does not hold builds of the future, nor deleted ones', async () => {
    await bk.addBuild({
      pipeline: 'app',
      commit: sha(2),
      message: 'soon',
      createdAt: '10s',
      script: [at('20s').deleted()],
    });
    expect(await messages('')).toEqual(['web', 'app']);
    await bk.turnClock('10s');
    expect(await messages('')).toEqual(['soon', 'web', 'app']);
    await bk.turnClock('20s');
    expect(await messages('')).toEqual(['web', 'app']);
  });

  it('may lag behind a creation that a look-up by number shows already', async () => {
    const { number } = await bk.addBuild({
      pipeline: 'app',
      commit: sha(3),
      message: 'lags',
      listedAt: '5s',
    });
    expect(await messages('')).not.toContain('lags');
    expect(
      (await get(bk, `/v2/organizations/acme/pipelines/app/builds/${String(number)}`, token)).status,
    ).toBe(200);
    await bk.turnClock('5s');
    expect(await messages('')).toContain('lags');
  });

  it('puts the one that was added later first when two were created in the same millisecond', async () => {
    await bk.addBuilds([
      { pipeline: 'app', commit: sha(4), message: 'one' },
      { pipeline: 'app', commit: sha(4), message: 'two' },
    ]);
    expect((await messages('')).slice(0, 2)).toEqual(['two', 'one']);
  });

  it('is nothing for a pipeline or organization that is not there or not open to the token', async () => {
    expect(await list('/v2/organizations/umbrella/builds')).toMatchObject({
      status: 404,
      body: { message: 'No organization found' },
    });
    expect(await list('/v2/organizations/acme/pipelines/none/builds')).toMatchObject({
      status: 404,
      body: { message: 'No pipeline found' },
    });
  });
});

describe('filters', () => {
  it('narrow by commit, one or many, in full and exactly', async () => {
    await bk.addBuilds(
      [1, 2, 3].map((end) => ({
        pipeline: 'app',
        commit: sha(end),
        message: String(end),
        createdAt: `${String(end)}ms`,
      })),
    );
    await bk.turnClock('1s');
    expect(await messages(`commit=${sha(2)}`)).toEqual(['2']);
    expect(await messages(`commit[]=${sha(1)}&commit[]=${sha(3)}`)).toEqual(['3', '1']);
    expect(await messages(`commit%5B%5D=${sha(1)}&commit%5B%5D=${sha(2)}`)).toEqual(['2', '1']);
    expect(await messages(`commit=${sha(2).slice(0, 7)}`)).toEqual([]);
  });

  it('find a HEAD build by its commit only once the commit is rewritten', async () => {
    await bk.addBuild({
      pipeline: 'app',
      commit: 'HEAD',
      message: 'rewritten',
      script: [at('10s').commitResolved(sha(7))],
    });
    await bk.addBuild({
      pipeline: 'app',
      commit: 'HEAD',
      message: 'meta-data alone',
      script: [at('10s').commitResolved(sha(7), 'meta-data')],
    });
    expect(await messages(`commit=${sha(7)}`)).toEqual([]);
    await bk.turnClock('10s');
    expect(await messages(`commit=${sha(7)}`)).toEqual(['rewritten']);
    expect(await messages('commit=HEAD')).toEqual(['meta-data alone']);
  });

  it('find by commit only in the pipeline or organization asked for', async () => {
    await bk.addBuilds([
      { pipeline: 'app', commit: sha(1), message: 'app' },
      { pipeline: 'web', commit: sha(1), message: 'web' },
      { organization: 'umbrella', pipeline: 'secret', commit: sha(1), message: 'secret' },
    ]);
    expect(await messages(`commit=${sha(1)}`)).toEqual(['web', 'app']);
    expect(await messages(`commit=${sha(1)}`, '/v2/organizations/acme/pipelines/web/builds')).toEqual([
      'web',
    ]);
  });

  it('narrow by time of creation: from is inclusive, to is exclusive', async () => {
    await bk.addBuilds(
      ['11:00:00', '11:00:01', '11:00:02'].map((time) => ({
        pipeline: 'app',
        commit: sha(1),
        message: time,
        createdAt: `2026-03-01T${time}Z`,
      })),
    );
    expect(await messages('created_from=2026-03-01T11:00:01Z')).toEqual(['11:00:02', '11:00:01']);
    expect(await messages('created_to=2026-03-01T11:00:01Z')).toEqual(['11:00:00']);
    expect(await messages('created_from=2026-03-01T11:00:01Z&created_to=2026-03-01T11:00:02Z')).toEqual([
      '11:00:01',
    ]);
    expect(await messages('created_from=2026-03-01T13:00:02%2B02:00')).toEqual(['11:00:02']);
  });

  it('narrow by time of the finish, to passed, failed, blocked and canceled builds alone', async () => {
    const ends = {
      passed: at('10s').passed(),
      failed: at('20s').failed(),
      blocked: at('30s').blocked(),
      canceled: at('40s').canceled(),
      skipped: at('50s').skipped(),
      not_run: at('50s').notRun(),
    };
    for (const [message, step] of Object.entries(ends))
      await bk.addBuild({ pipeline: 'app', commit: sha(1), message, script: [step] });
    await bk.turnClock('60s');
    expect(await messages('finished_from=2026-03-01T12:00:20Z')).toEqual(['canceled', 'blocked', 'failed']);
  });

  it('find a finished build no more by its finish once it is re-opened', async () => {
    await bk.addBuild({
      pipeline: 'app',
      commit: sha(1),
      message: 'again',
      script: [at('10s').failed(), at('20s').retried(), at('30s').passed()],
    });
    const finished = 'finished_from=2026-03-01T12:00:05Z';
    await bk.turnClock('10s');
    expect(await messages(finished)).toEqual(['again']);
    await bk.turnClock('10s');
    expect(await messages(finished)).toEqual([]);
    await bk.turnClock('10s');
    expect(await messages('finished_from=2026-03-01T12:00:30Z')).toEqual(['again']);
  });

  it('narrow by state, with blocked and unknown states by their names and finished for all ends', async () => {
    const steps = {
      scheduled: at('0s').scheduled(),
      running: at('0s').running(),
      failing: at('0s').failing(),
      passed: at('0s').passed(),
      blocked: at('0s').blocked(),
      canceled: at('0s').canceled(),
      skipped: at('0s').skipped(),
      odd: at('0s').state('waiting_failed'),
    };
    for (const [message, step] of Object.entries(steps))
      await bk.addBuild({ pipeline: 'app', commit: sha(1), message, script: [step] });
    expect(await messages('state=running')).toEqual(['running']);
    expect(await messages('state[]=scheduled&state[]=failing')).toEqual(['failing', 'scheduled']);
    expect(await messages('state=passed')).toEqual(['passed']);
    expect(await messages('state=blocked')).toEqual(['blocked']);
    expect(await messages('state=finished')).toEqual(['canceled', 'blocked', 'passed']);
    expect(await messages('state=waiting_failed')).toEqual(['odd']);
  });

  it('narrow by branch, exact, several or with a pattern', async () => {
    for (const branch of ['main', 'feature/a', 'feature/b', 'contributor:main'])
      await bk.addBuild({ pipeline: 'app', commit: sha(1), message: branch, branch });
    expect(await messages('branch=main')).toEqual(['main']);
    expect(await messages('branch[]=main&branch[]=feature/a')).toEqual(['feature/a', 'main']);
    expect(await messages('branch=feature/*')).toEqual(['feature/b', 'feature/a']);
    expect(await messages('branch=*main')).toEqual(['contributor:main', 'main']);
    expect(await messages('branch=feature.a')).toEqual([]);
  });

  it('narrow by meta-data and by creator', async () => {
    const robin = { name: 'Robin', email: 'robin@example.com' };
    await bk.addBuild({
      pipeline: 'app',
      commit: sha(1),
      message: 'release',
      metaData: { kind: 'release', by: 'cron' },
      creator: robin,
    });
    await bk.addBuild({ pipeline: 'app', commit: sha(1), message: 'other', metaData: { kind: 'check' } });
    expect(await messages('meta_data[kind]=release')).toEqual(['release']);
    expect(await messages('meta_data[kind]=release&meta_data[by]=hand')).toEqual([]);
    const [release] = (
      await get<{ creator: { id: string } }[]>(bk, `${ORGANIZATION}?meta_data[kind]=release`, token)
    ).body;
    expect(await messages(`creator=${release?.creator.id ?? ''}`)).toEqual(['release']);
  });

  it('narrow the list of a pipeline as they narrow that of an organization', async () => {
    const script = [at('1s').running(), at('9s').passed()];
    await bk.addBuilds([
      { pipeline: 'app', commit: sha(1), message: 'passed', branch: 'dev', script },
      { pipeline: 'app', commit: sha(2), message: 'fresh', metaData: { release: '1' } },
      { pipeline: 'web', commit: sha(1), message: 'elsewhere', branch: 'dev', script },
    ]);
    await bk.turnClock('1m');
    const path = '/v2/organizations/acme/pipelines/app/builds';
    for (const [query, found] of [
      [`commit[]=${sha(1)}&commit[]=${sha(3)}`, ['passed']],
      ['state[]=scheduled', ['fresh']],
      ['branch=d*', ['passed']],
      ['finished_from=2026-03-01T12:00:09Z', ['passed']],
      ['finished_from=2026-03-01T12:00:10Z', []],
      ['created_to=2026-03-01T12:00:00Z', []],
      ['meta_data[release]=1', ['fresh']],
    ] as const)
      expect([query, await messages(query, path)]).toEqual([query, found]);
    expect((await list(`${path}?per_page=1`)).headers.get('link')).toBe(
      `<${bk.url}${path}?per_page=1&page=2>; rel="next"`,
    );
  });

  it('are refused when a time is none', async () => {
    expect(await list(`${ORGANIZATION}?created_from=yesterday`)).toMatchObject({
      status: 400,
      body: { message: 'created_from is not a valid ISO 8601 date or time' },
    });
  });
});

describe('what a list leaves out of its builds', () => {
  beforeEach(async () => {
    await bk.addBuild({ pipeline: 'app', commit: sha(1), script: [at('0s').failed(), at('1s').retried()] });
    await bk.turnClock('5s');
  });

  it('is nothing but the retried jobs, unless it is asked to', async () => {
    const [build] = (await list()).body;
    expect(build?.pipeline?.slug).toBe('app');
    expect(build?.jobs).toHaveLength(1);
    const [whole] = (await list(`${ORGANIZATION}?include_retried_jobs=true`)).body;
    expect(whole?.jobs).toHaveLength(2);
  });

  it('is the jobs or the pipeline when it is asked to', async () => {
    const [build] = (await list(`${ORGANIZATION}?exclude_jobs=true&exclude_pipeline=true`)).body;
    expect(build).not.toHaveProperty('jobs');
    expect(build).not.toHaveProperty('pipeline');
    expect(build).toHaveProperty('url');
  });
});

describe('the pages of a list', () => {
  beforeEach(async () => {
    await bk.addBuilds(
      Array.from({ length: 250 }, (_, index) => ({
        pipeline: 'app',
        commit: sha(1),
        message: String(index + 1),
        createdAt: `${String(index - 300)}s`,
      })),
    );
  });

  it('have 30 builds unless more are asked for, and never more than 100', async () => {
    expect((await list()).body).toHaveLength(30);
    expect((await list(`${ORGANIZATION}?per_page=50`)).body).toHaveLength(50);
    expect((await list(`${ORGANIZATION}?per_page=1000`)).body).toHaveLength(100);
  });

  it('lead from one to the next by absolute addresses that keep the filters, until there is no next', async () => {
    const seen: string[] = [];
    let path: string | undefined = `${bk.url}${ORGANIZATION}?per_page=100&branch[]=main`;
    let pages = 0;
    while (path !== undefined) {
      const reply: ApiReply<Listed[]> = await list(path);
      seen.push(...reply.body.map(({ message }) => message));
      pages += 1;
      path = /<([^>]+)>; rel="next"/.exec(reply.headers.get('link') ?? '')?.[1];
    }
    expect(pages).toBe(3);
    expect(seen).toEqual(Array.from({ length: 250 }, (_, index) => String(250 - index)));
  });

  it('name their neighbours as far as there are any', async () => {
    const rels = async (page: number): Promise<string[]> =>
      [
        ...(
          (await list(`${ORGANIZATION}?per_page=100&page=${String(page)}`)).headers.get('link') ?? ''
        ).matchAll(/rel="(\w+)"/g),
      ].map(([, rel]) => rel ?? '');
    expect(await rels(1)).toEqual(['next']);
    expect(await rels(2)).toEqual(['first', 'prev', 'next']);
    expect(await rels(3)).toEqual(['first', 'prev']);
  });

  it('have an empty Link when there is only one', async () => {
    const { headers } = await list(`${ORGANIZATION}?per_page=100&created_from=2026-03-01T12:00:00Z`);
    expect(headers.get('link')).toBe('');
  });

  it('show a build twice when a newer one came between them', async () => {
    const first = await list(`${ORGANIZATION}?per_page=100`);
    await bk.addBuild({ pipeline: 'app', commit: sha(2), message: 'newer' });
    const second = await list(`${ORGANIZATION}?per_page=100&page=2`);
    expect(second.body[0]?.id).toBe(first.body.at(-1)?.id);
  });

  it('are refused when they lie too deep', async () => {
    await bk.changeSettings({ deepestBuild: 200 });
    expect((await list(`${ORGANIZATION}?per_page=100&page=2`)).status).toBe(200);
    expect(await list(`${ORGANIZATION}?per_page=100&page=3`)).toMatchObject({
      status: 400,
      body: {
        message:
          'Listing builds this deep is not supported. Please narrow your query using filters such as branch or created_from.',
      },
    });
  });

  it('take a page or size that is no number for none', async () => {
    const { body } = await list(`${ORGANIZATION}?page=0&per_page=many`);
    expect(body).toHaveLength(30);
    expect(body[0]?.message).toBe('250');
  });
});
