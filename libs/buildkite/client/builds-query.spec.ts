import { buildsUrl, commitBatches, pathSegment } from './builds-query.js';

const api = new URL('https://api.buildkite.com/v2');
const shas = (count: number) => Array.from({ length: count }, (_, n) => n.toString(16).padStart(40, '0'));
const window = { perPage: 100, createdTo: undefined };

describe('the commits of a query', () => {
  it('go into as few requests as there are fifties', () => {
    expect(commitBatches(shas(120)).map(({ length }) => length)).toEqual([50, 50, 20]);
    expect(commitBatches(shas(50))).toHaveLength(1);
    expect(commitBatches(shas(120)).flat()).toEqual(shas(120));
  });

  it('are lower-case and unique', () => {
    const sha = 'ab'.repeat(20);
    expect(commitBatches([sha, sha.toUpperCase(), sha])).toEqual([[sha]]);
  });

  it('may have 64 digits', () => {
    expect(commitBatches(['cd'.repeat(32)])).toEqual([['cd'.repeat(32)]]);
  });

  it('are full SHAs: nothing else is ever sent', () => {
    expect(commitBatches(['25df6fc', 'HEAD', '', 'v1.0', ...shas(1)])).toEqual([shas(1)]);
    expect(commitBatches(['25df6fc'])).toEqual([]);
  });

  it('may be none, which finds nothing, or left out, which does not narrow', () => {
    expect(commitBatches([])).toEqual([]);
    expect(commitBatches(undefined)).toEqual([[]]);
  });
});

describe('the address of a builds list', () => {
  it('is that of the organization, without jobs, 100 a page', () => {
    expect(buildsUrl(api, { organization: 'acme' }, [], window).href).toBe(
      'https://api.buildkite.com/v2/organizations/acme/builds?exclude_jobs=true&per_page=100',
    );
  });

  it('is that of a pipeline when one is named', () => {
    const url = buildsUrl(api, { organization: 'acme', pipeline: 'web' }, [], window);
    expect(url.pathname).toBe('/v2/organizations/acme/pipelines/web/builds');
    expect(() => buildsUrl(api, { organization: 'acme', pipeline: '..' }, [], window)).toThrow(RangeError);
  });

  it('has encoded brackets', () => {
    const url = buildsUrl(api, { organization: 'acme', states: ['running', 'blocked'] }, shas(2), window);
    expect(url.search).toContain(`&state%5B%5D=running&state%5B%5D=blocked&commit%5B%5D=${shas(2)[0]}`);
    expect(url.searchParams.getAll('commit[]')).toEqual(shas(2));
  });

  it('narrows by creation and finish', () => {
    const query = {
      organization: 'acme',
      createdFrom: '2026-11-20T10:00:00.000Z',
      finishedFrom: '2026-11-20T11:00:00.000Z',
    };
    const url = buildsUrl(api, query, [], { perPage: 25, createdTo: '2026-11-20T12:00:00.000Z' });
    expect(Object.fromEntries(url.searchParams)).toEqual({
      exclude_jobs: 'true',
      per_page: '25',
      created_from: '2026-11-20T10:00:00.000Z',
      created_to: '2026-11-20T12:00:00.000Z',
      finished_from: '2026-11-20T11:00:00.000Z',
    });
  });

  it('is shorter than 4 KB with 50 SHAs', () => {
    expect(buildsUrl(api, { organization: 'acme' }, shas(50), window).href.length).toBeLessThan(4_096);
  });

  it('keeps to the API, whatever the slug', () => {
    expect(buildsUrl(api, { organization: 'a/b?c#d' }, [], window).pathname).toBe(
      '/v2/organizations/a%2Fb%3Fc%23d/builds',
    );
  });
});

describe('a slug in a path', () => {
  it('stands there as it is', () => {
    expect(pathSegment('my-org_1.x')).toBe('my-org_1.x');
  });

  it.each(['', '.', '..'])('that would lead elsewhere is refused: %j', (slug) => {
    expect(() => pathSegment(slug)).toThrow(RangeError);
  });
});
