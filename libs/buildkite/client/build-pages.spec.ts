import { OrganizationNotAccessible, ReplyUnusable, RequestRefused } from '../errors.js';
import { json } from '../testing/api.js';
import { buildsListing } from '../testing/builds-api.js';
import { buildJson } from '../testing/payloads.js';
import { startSession, type TestSession } from '../testing/session.js';
import { buildPages } from './build-pages.js';
import type { BuildsPage } from './builds-page.js';
import type { BuildsQuery } from './builds-query.js';
import { NotFound } from './refusal.js';

let given: TestSession;

beforeEach(async () => {
  given = await startSession();
});

afterEach(() => given.close());

const start = Date.parse('2026-11-01T00:00:00Z');
/** Builds 1 to `count`, one created every second, or `together` in one instant. */
function builds(count: number, together = 1): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, index) =>
    buildJson({
      number: index + 1,
      created_at: new Date(start + Math.floor(index / together) * 1_000).toISOString(),
    }),
  );
}

async function read(query: Partial<BuildsQuery> = {}): Promise<BuildsPage[]> {
  const pages: BuildsPage[] = [];
  const found = buildPages(
    given.session,
    given.address,
    { organization: 'acme', ...query },
    { priority: 'background' },
  );
  for await (const page of found) pages.push(page);
  return pages;
}

const numbers = (pages: BuildsPage[]) => pages.flatMap(({ looks }) => looks.map(({ build }) => build.number));

describe('the builds of an organization', () => {
  it('come newest first, page by page, each with the time of its page', async () => {
    const rows = builds(250);
    let second = 0;
    given.api.answer(buildsListing({ rows: () => rows, date: () => new Date(start + second++ * 1_000) }));
    const pages = await read();
    expect(numbers(pages)).toEqual(Array.from({ length: 250 }, (_, index) => 250 - index));
    expect(pages.map(({ lookedAt, looks }) => [lookedAt, looks.length])).toEqual([
      ['2026-11-01T00:00:00.000Z', 100],
      ['2026-11-01T00:00:01.000Z', 100],
      ['2026-11-01T00:00:02.000Z', 50],
    ]);
    expect(pages[1]?.looks.every(({ lookedAt }) => lookedAt === '2026-11-01T00:00:01.000Z')).toBe(true);
    expect(given.api.requests).toHaveLength(3);
  });

  it('come once, even if new builds push them onto the next page meanwhile', async () => {
    const all = builds(6);
    let request = 0;
    given.api.answer(buildsListing({ rows: () => all.slice(0, 4 + request++), perPage: 2 }));
    const found = numbers(await read());
    expect(found).toEqual([4, 3, 2, 1]);
  });

  it('that cannot be read are named once', async () => {
    const rows = [buildJson({ id: 'odd', number: null }), buildJson({ id: 'odd', number: null })];
    given.api.answer(buildsListing({ rows: () => rows, perPage: 1 }));
    const pages = await read();
    expect(pages.flatMap(({ unreadable }) => unreadable)).toEqual([{ id: 'odd', reason: 'no-number' }]);
  });

  it('pass on a refusal', async () => {
    given.api.answer((_request, response) => {
      response.writeHead(422);
      response.end('{"message":"Validation Failed"}');
    });
    await expect(read()).rejects.toThrow(RequestRefused);
  });
});

describe('the builds of commits', () => {
  const sha = (n: number) => n.toString(16).padStart(40, '0');

  it('are asked for 50 SHAs at a time', async () => {
    const wanted = Array.from({ length: 120 }, (_, n) => sha(n));
    const rows = [1, 60, 119].map((n) => buildJson({ number: n, commit: sha(n) }));
    given.api.answer(buildsListing({ rows: () => rows }));
    expect(numbers(await read({ commits: wanted }))).toEqual([1, 60, 119]);
    expect(given.api.requests.map(({ query }) => query.getAll('commit[]').length)).toEqual([50, 50, 20]);
    expect(given.api.requests[0]?.search).toContain(`commit%5B%5D=${sha(0)}`);
  });

  it('are not asked for without full SHAs', async () => {
    expect(await read({ commits: [] })).toEqual([]);
    expect(await read({ commits: ['25df6fc', 'HEAD'] })).toEqual([]);
    expect(given.api.requests).toHaveLength(0);
  });
});

describe('a list deeper than Buildkite goes', () => {
  it('begins anew below the oldest build seen, and misses nothing', async () => {
    const rows = builds(95);
    given.api.answer(buildsListing({ rows: () => rows, perPage: 10, deepestPage: 4 }));
    expect(numbers(await read({ createdFrom: new Date(start).toISOString() }))).toEqual(
      Array.from({ length: 95 }, (_, index) => 95 - index),
    );
  });

  it('misses nothing when builds were created in the same instant', async () => {
    const rows = builds(60, 7);
    given.api.answer(buildsListing({ rows: () => rows, perPage: 10, deepestPage: 2 }));
    expect(numbers(await read()).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 60 }, (_, index) => index + 1),
    );
  });

  it('keeps to the end that was asked for', async () => {
    const rows = builds(50);
    const createdTo = new Date(start + 30_000).toISOString();
    given.api.answer(buildsListing({ rows: () => rows, perPage: 10, deepestPage: 2 }));
    expect(numbers(await read({ createdTo }))).toEqual(Array.from({ length: 30 }, (_, index) => 30 - index));
  });

  it('does not go round in a circle when one instant has more builds than can be listed', async () => {
    const rows = builds(50, 50);
    given.api.answer(buildsListing({ rows: () => rows, perPage: 10, deepestPage: 2 }));
    await expect(read()).rejects.toMatchObject({ code: 'request-refused', status: 400 });
    expect(given.api.requests.length).toBeLessThan(10);
  });

  it('is refused when not even its first page can be had', async () => {
    given.api.answer(buildsListing({ rows: () => builds(5), deepestPage: 0 }));
    await expect(read()).rejects.toThrow(RequestRefused);
    expect(given.api.requests).toHaveLength(1);
  });
});

describe('a page larger than is read', () => {
  it('is asked for in smaller ones, and nothing is missed', async () => {
    const rows = builds(60);
    given.api.answer(buildsListing({ rows: () => rows, readableRows: 25 }));
    expect(numbers(await read())).toEqual(Array.from({ length: 60 }, (_, index) => 60 - index));
    expect(given.api.requests.map(({ query }) => query.get('per_page'))).toEqual(['100', '25', '25', '25']);
  });

  it('is refused when even five builds are too much', async () => {
    given.api.answer(buildsListing({ rows: () => builds(60), readableRows: 1 }));
    await expect(read()).rejects.toThrow(ReplyUnusable);
    expect(given.api.requests).toHaveLength(3);
  });
});

describe('the builds of a pipeline', () => {
  it('are listed at the pipeline', async () => {
    given.api.answer(buildsListing({ rows: () => builds(2) }));
    expect(numbers(await read({ pipeline: 'web' }))).toEqual([2, 1]);
    expect(given.api.requests[0]?.path).toBe('/v2/organizations/acme/pipelines/web/builds');
  });

  it('are missing with the pipeline, which says nothing about the organization', async () => {
    given.api.answer(json(404, { message: 'No pipeline found' }));
    await expect(read({ pipeline: 'web' })).rejects.toThrow(NotFound);
    given.api.answer(json(404, { message: 'No organization found' }));
    await expect(read({ pipeline: 'web' })).rejects.toThrow(OrganizationNotAccessible);
  });
});
