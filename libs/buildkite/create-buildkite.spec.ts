import { inspect } from 'node:util';
import { Secret } from '#libs/platform';
import { RecordingLog } from '#libs/platform/testing';
import type { BuildkiteClient } from './client/client.js';
import { createBuildkite, type Buildkite } from './create-buildkite.js';
import { AddressRefused, OrganizationNotAccessible, TokenRejected } from './errors.js';
import { inTurn, json, startApi, type Api } from './testing/api.js';
import { buildsListing } from './testing/builds-api.js';
import { hurriedClock } from './testing/hurried-clock.js';
import { MemoryBudgets } from './testing/memory-budgets.js';
import { buildJson } from './testing/payloads.js';

const token = new Secret('bkua_CANARY');
const clock = hurriedClock();

let api: Api;
let buildkite: Buildkite;
let client: BuildkiteClient;
let log: RecordingLog;

beforeEach(async () => {
  api = await startApi();
  log = new RecordingLog();
  const documents = new MemoryBudgets();
  const options = { documents, clock, log, random: () => 0.5 };
  buildkite = createBuildkite({ apiUrl: `${api.url}/`, allowInsecure: true, ...options });
  client = buildkite.client(token, 'user-1');
});

afterEach(async () => {
  await buildkite.close();
  await api.close();
});

describe('the way to Buildkite', () => {
  it('is refused over http and to this machine, unless that is allowed', () => {
    const parts = { documents: new MemoryBudgets(), clock, log };
    expect(() => createBuildkite({ apiUrl: api.url, allowInsecure: false, ...parts })).toThrow(
      AddressRefused,
    );
  });

  it.each(['', 'two words', 'line\nbreak', 'bkct_CANARY'])(
    'is not opened with a text that is no token',
    (text) => {
      let thrown: unknown;
      try {
        buildkite.client(new Secret(text));
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(TokenRejected);
      expect(inspect(thrown)).not.toContain('CANARY');
    },
  );

  it('shows no token when it is printed', () => {
    expect(inspect([buildkite, client], { depth: 20, showHidden: true })).not.toContain('CANARY');
  });

  it('introduces itself', async () => {
    await client.organizations();
    expect(api.requests[0]?.headers['user-agent']).toBe('build-snapshots');
  });
});

describe('the organizations of a token', () => {
  it('are all that it may read, each once, over all pages', async () => {
    const next = { Link: `<${api.url}/organizations?page=2>; rel="next"` };
    const [acme, globex] = [{ slug: 'acme', name: 'Acme' }, { slug: 'globex' }];
    api.answer(inTurn(json(200, [{ id: '1', ...acme }, { slug: '..' }], next), json(200, [globex, acme])));
    expect((await client.organizations()).map(({ slug, name }) => [slug, name])).toEqual([
      ['acme', 'Acme'],
      ['globex', 'globex'],
    ]);
    expect(api.requests[0]).toMatchObject({ path: '/v2/organizations', search: '?per_page=100' });
  });

  it('may be none', async () => {
    expect(await client.organizations()).toEqual([]);
  });
});

describe('the builds that a query finds', () => {
  it('are all pages in one, looked at when the earliest page was', async () => {
    const rows = [1, 2, 3].map((number) =>
      buildJson({ number, created_at: `2026-11-20T10:00:0${number}.000Z` }),
    );
    const dates = ['2026-11-20T12:00:09Z', '2026-11-20T12:00:10Z'].map((date) => new Date(date));
    api.answer(
      buildsListing({ rows: () => [...rows, {}], perPage: 2, date: () => dates.shift() ?? new Date(0) }),
    );
    const found = await client.builds({ organization: 'acme' });
    expect(found.lookedAt).toBe('2026-11-20T12:00:09.000Z');
    expect(found.looks.map(({ build, lookedAt }) => [build.number, lookedAt])).toEqual([
      [3, '2026-11-20T12:00:09.000Z'],
      [2, '2026-11-20T12:00:10.000Z'],
      [1, '2026-11-20T12:00:10.000Z'],
    ]);
    expect(found.unreadable).toEqual([{ id: undefined, reason: 'no-id' }]);
  });

  it('are those of one look-up request for 50 SHAs', async () => {
    const commits = Array.from({ length: 50 }, (_, n) => n.toString(16).padStart(40, 'A'));
    api.answer(buildsListing({ rows: () => [buildJson({ commit: commits[7]?.toLowerCase() })] }));
    const found = await client.builds({ organization: 'acme', commits }, { priority: 'look-up' });
    expect(found.looks).toHaveLength(1);
    expect(api.requests).toHaveLength(1);
    expect(api.requests[0]?.query.getAll('commit[]')).toEqual(commits.map((commit) => commit.toLowerCase()));
  });

  it('are none, at no time, when nothing was asked', async () => {
    expect(await client.builds({ organization: 'acme', commits: [] })).toEqual({
      lookedAt: undefined,
      looks: [],
      unreadable: [],
    });
    expect(api.requests).toHaveLength(0);
  });

  it('can be used page by page before the next one is asked for', async () => {
    const rows = [1, 2, 3].map((number) => buildJson({ number }));
    api.answer(buildsListing({ rows: () => rows, perPage: 1 }));
    for await (const page of client.buildPages({ organization: 'acme' })) {
      expect(page.looks).toHaveLength(1);
      expect(api.requests).toHaveLength(1);
      break;
    }
    expect(api.requests).toHaveLength(1);
  });

  it('may be hidden with their organization, while others go on', async () => {
    api.answer((request, response) =>
      request.path.includes('/globex/')
        ? json(404, { message: 'No organization found' })(request, response)
        : json(200, [buildJson()])(request, response),
    );
    await expect(client.builds({ organization: 'globex' })).rejects.toThrow(OrganizationNotAccessible);
    expect((await client.builds({ organization: 'acme' })).looks).toHaveLength(1);
  });

  it('are noted when they are in a state that is not known', async () => {
    api.answer(json(200, [buildJson({ state: 'quarantined' })]));
    expect((await client.builds({ organization: 'acme' })).looks[0]?.build.state).toBe('quarantined');
    expect(log.lines).toMatchObject([{ level: 'warn', data: { state: 'quarantined' } }]);
  });
});

describe('one build', () => {
  const reference = { organization: 'acme', pipeline: 'web', number: 42 };

  it('is looked at by its number, without jobs', async () => {
    api.answer(json(200, buildJson({ number: 42 }), { Date: 'Fri, 20 Nov 2026 12:34:56 GMT' }));
    expect(await client.build(reference)).toMatchObject({
      lookedAt: '2026-11-20T12:34:56.000Z',
      looks: [{ organization: 'acme', lookedAt: '2026-11-20T12:34:56.000Z', build: { id: 'build-42' } }],
    });
    expect(api.requests[0]).toMatchObject({
      path: '/v2/organizations/acme/pipelines/web/builds/42',
      search: '?exclude_jobs=true',
    });
  });

  it.each(['No build found', 'No pipeline found'])('may not be there: %s', async (message) => {
    api.answer(json(404, { message }));
    expect(await client.build(reference)).toBeUndefined();
  });

  it('is not taken for missing when the organization is', async () => {
    api.answer(json(404, { message: 'No organization found' }));
    await expect(client.build(reference)).rejects.toThrow(OrganizationNotAccessible);
  });

  it('says why it cannot be read', async () => {
    api.answer(json(200, {}));
    expect(await client.build(reference)).toMatchObject({
      looks: [],
      unreadable: [{ id: undefined, reason: 'no-id' }],
    });
  });
});

describe('the budget of a client', () => {
  it('is that of its user, shared by all tokens of the user, and that of an organization, shared by all', async () => {
    await client.builds({ organization: 'acme' });
    const sameUser = buildkite.client(new Secret('bkua_SECOND'), 'user-1');
    const otherUser = buildkite.client(new Secret('bkua_THIRD'), 'user-2');
    expect(await sameUser.budget()).toMatchObject({ used: 1, limit: 50, ceiling: 40 });
    expect((await otherUser.budget()).used).toBe(0);
    expect(await otherUser.budget('acme')).toMatchObject({ used: 1, limit: 200, ceiling: 160 });
  });

  it('is of the token while its user is not known, and of the user as soon as it is', async () => {
    const unknown = buildkite.client(new Secret('bkua_UNKNOWN'));
    await unknown.organizations();
    expect((await unknown.budget()).used).toBe(1);
    expect((await buildkite.client(new Secret('bkua_UNKNOWN')).budget()).used).toBe(1);

    api.answer((request, response) => {
      if (request.path.endsWith('/user')) json(200, { id: 'user-9' })(request, response);
      else if (request.path.endsWith('/organizations')) json(200, [])(request, response);
      else json(200, { scopes: ['read_user'] })(request, response);
    });
    await unknown.inspectToken();
    await unknown.organizations();
    expect(await unknown.budget()).toEqual(await buildkite.governor.budget({ user: 'user-9' }));
    expect((await unknown.budget()).used).toBe(4);
  });
});
