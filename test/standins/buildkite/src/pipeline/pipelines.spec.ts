import { get } from '../../testing/api.js';
import type { AddedToken } from '../../testing/control.js';
import { sha } from '../../testing/a-build.js';
import { startBuildkiteStandIn, type RunningBuildkite } from '../../testing/start.js';
import { at } from '../build/at.js';

interface Shown {
  readonly [field: string]: unknown;
  readonly slug: string;
}

const PIPELINES = '/v2/organizations/acme/pipelines';
let bk: RunningBuildkite;
let token: AddedToken;

beforeEach(async () => {
  bk = await startBuildkiteStandIn({ organizations: ['acme', 'umbrella'], settings: { userLimit: 1_000 } });
  token = await bk.addToken();
  await bk.addPipelines([
    { slug: 'app', name: 'App tests', repository: 'git@github.com:acme/Shop.git' },
    { slug: 'release', name: 'Release', repository: 'git@github.com:acme/Shop.git' },
    { slug: 'billing', name: 'Billing', repository: 'https://github.com/acme/billing' },
    { slug: 'secret', organization: 'umbrella' },
  ]);
});

afterEach(() => bk.close());

async function slugs(query = ''): Promise<string[]> {
  return (await get<Shown[]>(bk, `${PIPELINES}?${query}`, token)).body.map(({ slug }) => slug);
}

describe('the pipelines of an organization', () => {
  it('are its own alone', async () => {
    expect(await slugs()).toEqual(['app', 'release', 'billing']);
  });

  it('are narrowed by a part of the name or the repository, in any case', async () => {
    expect(await slugs('repository=acme/shop')).toEqual(['app', 'release']);
    expect(await slugs('repository=acme/shop&name=RELEASE')).toEqual(['release']);
  });

  it('come in pages', async () => {
    const { body, headers } = await get<Shown[]>(bk, `${PIPELINES}?per_page=2`, token);
    expect(body).toHaveLength(2);
    const next = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1] ?? '';
    expect((await get<Shown[]>(bk, next, token)).body.map(({ slug }) => slug)).toEqual(['billing']);
  });

  it('may be five thousand, of which every page and every part is found at once', async () => {
    const specs = Array.from({ length: 5_000 }, (_, index) => ({
      slug: `p-${String(index)}`,
      repository: `git@github.com:acme/repository-${String(index % 40)}.git`,
    }));
    await bk.addPipelines(specs);
    await bk.changeSettings({ organizationLimit: 1_000 });
    const found: string[] = [];
    for (let page = 1; page <= 51; page += 1)
      found.push(...(await slugs(`per_page=100&page=${String(page)}`)));
    expect(found).toEqual(['app', 'release', 'billing', ...specs.map(({ slug }) => slug)]);
    const part = `${PIPELINES}?per_page=100&repository=ACME/Repository-39.&name=p-`;
    const { body, headers } = await get<Shown[]>(bk, part, token);
    expect([body.length, body.at(-1)?.slug]).toEqual([100, 'p-3999']);
    const next = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1] ?? '';
    expect((await get<Shown[]>(bk, next, token)).body).toHaveLength(25);
  });

  it('count what is under way at the moment', async () => {
    await bk.addBuilds([
      { pipeline: 'app', commit: sha(1) },
      { pipeline: 'app', commit: sha(1), script: [at('0s').running(), at('10s').passed()] },
      { pipeline: 'app', commit: sha(1), script: [at('0s').passed()] },
    ]);
    const counts = async (): Promise<unknown> => (await get(bk, `${PIPELINES}/app`, token)).body;
    expect(await counts()).toMatchObject({
      scheduled_builds_count: 1,
      running_builds_count: 1,
      scheduled_jobs_count: 1,
      running_jobs_count: 1,
      waiting_jobs_count: 0,
    });
    await bk.turnClock('10s');
    expect(await counts()).toMatchObject({ scheduled_builds_count: 1, running_builds_count: 0 });
  });
});

describe('a pipeline that changes', () => {
  const app = { organization: 'acme', slug: 'app' };

  it('keeps its id and builds when it is renamed, and its old address is gone', async () => {
    const before = (await get<Shown>(bk, `${PIPELINES}/app`, token)).body;
    await bk.addBuild({ pipeline: 'app', commit: sha(1) });
    await bk.changePipeline(app, { slug: 'storefront', name: 'Storefront' });
    expect((await get(bk, `${PIPELINES}/app`, token)).status).toBe(404);
    expect((await get(bk, `${PIPELINES}/storefront`, token)).body).toMatchObject({
      id: before['id'],
      name: 'Storefront',
    });
    const [build] = (await get<{ url: string }[]>(bk, '/v2/organizations/acme/builds', token)).body;
    expect(build?.url).toBe(`${bk.url}${PIPELINES}/storefront/builds/1`);
    await expect(
      bk.changePipeline({ organization: 'acme', slug: 'storefront' }, { slug: 'billing' }),
    ).rejects.toThrow('409');
  });

  it('stays in the list when it is archived, and says so', async () => {
    await bk.changePipeline(app, { archived: true });
    expect((await get(bk, `${PIPELINES}/app`, token)).body).toMatchObject({
      archived_at: '2026-03-01T12:00:00.000Z',
    });
    expect(await slugs()).toContain('app');
    await bk.changePipeline(app, { archived: false });
    expect((await get(bk, `${PIPELINES}/app`, token)).body).toMatchObject({ archived_at: null });
  });

  it('takes its builds along when it is deleted, and no others', async () => {
    const [gone, stays] = [
      await bk.addBuild({ pipeline: 'app', commit: sha(1) }),
      await bk.addBuild({ pipeline: 'release', commit: sha(1) }),
    ];
    await bk.removePipeline(app);
    const listed = (await get<{ id: string }[]>(bk, `/v2/organizations/acme/builds?commit=${sha(1)}`, token))
      .body;
    expect(listed.map(({ id }) => id)).toEqual([stays.id]);
    expect((await get(bk, `${PIPELINES}/app/builds/1`, token)).body).toEqual({
      message: 'No pipeline found',
    });
    await expect(bk.truthAt(gone.id)).rejects.toThrow('404');
    expect((await bk.addBuild({ pipeline: 'release', commit: sha(2) })).number).toBe(2);
  });
});

describe('the organizations of a token', () => {
  it('are listed, and shown one by one', async () => {
    const both = (await get<Shown[]>(bk, '/v2/organizations', token)).body;
    expect(both.map(({ slug }) => slug)).toEqual(['acme', 'umbrella']);
    const one = await bk.addToken({ organizations: ['umbrella'] });
    expect((await get<Shown[]>(bk, '/v2/organizations', one)).body.map(({ slug }) => slug)).toEqual([
      'umbrella',
    ]);
    expect((await get(bk, '/v2/organizations/umbrella', one)).body).toMatchObject({
      name: 'umbrella',
      pipelines_url: `${bk.url}/v2/organizations/umbrella/pipelines`,
    });
  });

  it('may be none', async () => {
    expect((await get(bk, '/v2/organizations', await bk.addToken({ organizations: [] }))).body).toEqual([]);
  });
});
