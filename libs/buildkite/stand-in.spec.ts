import { inspect } from 'node:util';
import { Secret, type Clock } from '#libs/platform';
import { RecordingLog } from '#libs/platform/testing';
import {
  at,
  startBuildkiteStandIn,
  type AddedToken,
  type Fault,
  type RunningBuildkite,
} from '../../test/standins/buildkite/testing/index.js';
import type { BuildkiteClient } from './client/client.js';
import { createBuildkite, type Buildkite } from './create-buildkite.js';
import {
  BuildkiteUnavailable,
  OrganizationNotAccessible,
  RateLimited,
  ReplyUnusable,
  ScopeMissing,
  TokenRejected,
} from './errors.js';
import { MemoryBudgets } from './testing/memory-budgets.js';
import { busiestMinute, turningClock } from './testing/turning-clock.js';

const sha = (n: number) => n.toString(16).padStart(40, '0');
const acme = { organization: 'acme' };

let standIn: RunningBuildkite;
let token: AddedToken;
let log: RecordingLog;
let clock: Clock;
let buildkite: Buildkite;
let client: BuildkiteClient;

beforeEach(async () => {
  standIn = await startBuildkiteStandIn({ organizations: ['acme', 'globex'] });
  clock = await turningClock(standIn);
  log = new RecordingLog();
  const documents = new MemoryBudgets();
  buildkite = createBuildkite({ apiUrl: standIn.apiUrl, allowInsecure: true, clock, log, documents });
  token = await standIn.addToken();
  client = buildkite.client(new Secret(token.value));
  await standIn.addPipeline({ slug: 'web', repository: 'git@github.com:acme/web.git' });
});

afterEach(async () => {
  await buildkite.close();
  await standIn.close();
});

describe('a token', () => {
  it('is inspected: who, what it may, until when', async () => {
    const user = { name: 'Ada', email: 'ada@example.com' };
    const { value } = await standIn.addToken({
      user,
      scopes: ['read_builds', 'read_organizations', 'read_pipelines', 'read_user', 'write_builds'],
      expiresAt: '2026-03-08T12:00:00Z',
    });
    const inspection = await buildkite.client(new Secret(value)).inspectToken();
    expect(inspection).toMatchObject({
      user,
      missingRequiredScopes: [],
      missingOptionalScopes: ['read_artifacts'],
      expiresAt: '2026-03-08T12:00:00.000Z',
    });
    expect(inspection.user.id).toEqual(expect.any(String));
  });

  it('that lacks scopes is told which', async () => {
    await standIn.changeToken(token.label, { scopes: ['read_user', 'read_builds'] });
    expect((await client.inspectToken()).missingRequiredScopes).toEqual([
      'read_organizations',
      'read_pipelines',
    ]);
    await expect(client.organizations()).rejects.toMatchObject({ scope: 'read_organizations' });
    await expect(client.organizations()).rejects.toThrow(ScopeMissing);
  });

  it('that is wrong, revoked or expired is rejected', async () => {
    await expect(buildkite.client(new Secret('bkua_wrong')).inspectToken()).rejects.toThrow(TokenRejected);
    const { value } = await standIn.addToken({ expiresAt: '1m' });
    await standIn.turnClock('2m');
    await expect(buildkite.client(new Secret(value)).inspectToken()).rejects.toThrow(TokenRejected);
    await standIn.changeToken(token.label, { revoked: true });
    await expect(client.builds(acme)).rejects.toThrow(TokenRejected);
  });

  it('sees its organizations and no others', async () => {
    expect((await client.organizations()).map(({ slug }) => slug)).toEqual(['acme', 'globex']);
    await standIn.changeToken(token.label, { organizations: ['acme'] });
    expect((await client.organizations()).map(({ slug }) => slug)).toEqual(['acme']);
    await expect(client.builds({ organization: 'globex' })).rejects.toThrow(OrganizationNotAccessible);
    await expect(client.builds(acme)).resolves.toBeDefined();
  });
});

describe('builds', () => {
  it('are found by commit in the state that they have', async () => {
    await standIn.addBuilds([
      {
        pipeline: 'web',
        commit: sha(1),
        script: [at('0s').scheduled(), at('5s').running(), at('30s').passed()],
      },
      { pipeline: 'web', commit: sha(2), script: [at('0s').scheduled(), at('5s').running()] },
      {
        pipeline: 'web',
        commit: sha(3),
        script: [at('0s').scheduled(), at('5s').running(), at('9s').blocked()],
      },
      { pipeline: 'web', commit: sha(4) },
    ]);
    await standIn.turnClock('1m');
    const found = await client.builds({
      ...acme,
      commits: [sha(1), sha(2), sha(3).toUpperCase(), '25df6fc'],
    });
    expect(found.lookedAt).toBe('2026-03-01T12:01:00.000Z');
    const seen = found.looks.map(({ build, lookedAt, organization }) => [
      build.sha,
      build.state,
      lookedAt,
      organization,
    ]);
    expect(seen.sort()).toEqual([
      [sha(1), 'passed', found.lookedAt, 'acme'],
      [sha(2), 'running', found.lookedAt, 'acme'],
      [sha(3), 'blocked', found.lookedAt, 'acme'],
    ]);
    expect(found.looks.every(({ build }) => build.repository === 'github.com/acme/web')).toBe(true);
  });

  it('show times and origin as Buildkite does', async () => {
    const { id } = await standIn.addBuild({
      pipeline: 'web',
      commit: sha(1),
      branch: 'contributor:main',
      pullRequest: { id: '7', base: 'main', repository: 'git://github.com/contributor/web.git' },
      script: [at('0s').scheduled(), at('5s').running(), at('20s').failing(), at('30s').failed()],
    });
    await standIn.turnClock('1m');
    const [look] = (await client.builds(acme)).looks;
    expect(look?.build).toMatchObject({
      id,
      state: 'failed',
      createdAt: '2026-03-01T12:00:00.000Z',
      startedAt: '2026-03-01T12:00:05.000Z',
      failingAt: '2026-03-01T12:00:20.000Z',
      finishedAt: '2026-03-01T12:00:30.000Z',
      pullRequest: { id: '7', repository: 'github.com/contributor/web' },
    });
  });

  it.each(['commit', 'meta-data', 'both'] as const)(
    'of HEAD are unresolved until the agent has checked out, shown in %s',
    async (shownIn) => {
      await standIn.addBuild({
        pipeline: 'web',
        commit: 'HEAD',
        script: [at('0s').scheduled(), at('5s').running(), at('10s').commitResolved(sha(9), shownIn)],
      });
      const shaNow = async () => (await client.builds(acme)).looks[0]?.build.sha;
      expect(await shaNow()).toBeNull();
      await standIn.turnClock('10s');
      expect(await shaNow()).toBe(sha(9));
    },
  );

  it('are found by creation, finish and state', async () => {
    const script = [at('0s').scheduled(), at('5s').running(), at('2m').passed()];
    const [early, late] = await standIn.addBuilds([
      { pipeline: 'web', commit: sha(1), createdAt: '2026-03-01T11:50:00Z', script },
      { pipeline: 'web', commit: sha(2), createdAt: '2026-03-01T11:59:00Z', script },
    ]);
    const ids = async (query: object) =>
      (await client.builds({ ...acme, ...query })).looks.map(({ build }) => build.id);
    expect(await ids({ createdFrom: '2026-03-01T11:55:00Z' })).toEqual([late?.id]);
    expect(await ids({ createdTo: '2026-03-01T11:59:00Z' })).toEqual([early?.id]);
    expect(await ids({ finishedFrom: '2026-03-01T11:51:00Z' })).toEqual([early?.id]);
    expect(await ids({ states: ['running', 'blocked'] })).toEqual([late?.id]);
  });

  it('in a state that nobody knows are kept so', async () => {
    await standIn.addBuild({ pipeline: 'web', commit: sha(1), script: [at('0s').state('quarantined')] });
    expect((await client.builds(acme)).looks[0]?.build.state).toBe('quarantined');
    expect(log.lines).toHaveLength(1);
  });

  it('are looked at one by one, as long as they are there', async () => {
    const { id, number } = await standIn.addBuild({ pipeline: 'web', commit: sha(1) });
    const reference = { ...acme, pipeline: 'web', number };
    expect((await client.build(reference))?.looks[0]?.build.id).toBe(id);
    await standIn.removePipeline({ organization: 'acme', slug: 'web' });
    expect(await client.build(reference)).toBeUndefined();
    expect((await client.builds(acme)).looks).toEqual([]);
  });
});

describe('many builds', () => {
  const many = (count: number) =>
    standIn.addBuilds(
      Array.from({ length: count }, (_, n) => ({
        pipeline: 'web',
        commit: sha(n),
        createdAt: new Date(Date.parse('2026-03-01T11:00:00Z') + n * 1_000).toISOString(),
      })),
    );

  it('come page by page, once each, while new ones push them down', async () => {
    await many(250);
    const numbers: number[] = [];
    for await (const page of client.buildPages({ ...acme, createdTo: '2026-03-01T11:59:00Z' })) {
      numbers.push(...page.looks.map(({ build }) => build.number));
      await standIn.addBuild({ pipeline: 'web', commit: sha(999), createdAt: '2026-03-01T11:58:00Z' });
    }
    expect(numbers).toEqual(Array.from({ length: 250 }, (_, n) => 250 - n));
    expect(await standIn.requestTotal()).toBe(3);
  });

  it('deeper than Buildkite lists are read to the end', async () => {
    await standIn.changeSettings({ deepestBuild: 200 });
    await many(750);
    const { looks } = await client.builds(acme);
    expect(new Set(looks.map(({ build }) => build.id)).size).toBe(750);
    expect(looks).toHaveLength(750);
  });

  it('of many commits need one request for fifty', async () => {
    await many(120);
    const { looks } = await client.builds({
      ...acme,
      commits: Array.from({ length: 120 }, (_, n) => sha(n)),
    });
    expect(looks).toHaveLength(120);
    expect(await standIn.requestTotal()).toBe(3);
  });
});

describe('when Buildkite fails', () => {
  it.each<[string, Fault]>([
    ['a proxy answers in HTML', { kind: 'html' }],
    ['it has an error of its own', { kind: 'status', status: 500 }],
    ['the connection breaks', { kind: 'cut' }],
    ['the user’s limit is exceeded', { kind: 'rate-limit', scope: 'rest_user', resetSeconds: 9 }],
    ['the organization’s limit is exceeded', { kind: 'rate-limit', scope: 'rest', resetSeconds: 27 }],
  ])('because %s, it is asked again', async (_why, fault) => {
    await standIn.addBuild({ pipeline: 'web', commit: sha(1) });
    await standIn.addFault(fault, { times: 2 });
    expect((await client.builds(acme)).looks).toHaveLength(1);
    expect(await standIn.requestTotal()).toBe(3);
  });

  it.each([
    ['rest_user', 9],
    ['rest', 27],
  ] as const)('for exceeding %s, nothing is sent until that is over', async (scope, resetSeconds) => {
    await standIn.addFault({ kind: 'rate-limit', scope, resetSeconds });
    await Promise.all([client.builds(acme), client.builds(acme)]);
    const [first, ...later] = (await standIn.requests()).map((request) => Date.parse(request.at));
    const over = (first ?? 0) + resetSeconds * 1_000;
    const waited = later.filter((time) => time > (first ?? 0)).map((time) => time - over);
    expect(waited.length).toBeGreaterThan(0);
    for (const ms of waited) {
      expect(ms).toBeGreaterThanOrEqual(500);
      expect(ms).toBeLessThan(6_000);
    }
  });

  it('for good, it is given up', async () => {
    await standIn.addFault({ kind: 'html' }, { times: 10 });
    await expect(client.builds(acme)).rejects.toThrow(BuildkiteUnavailable);
    expect(await standIn.requestTotal()).toBe(4);
  });

  it('a person is told when to come again', async () => {
    await standIn.addFault({ kind: 'rate-limit', scope: 'rest_user', resetSeconds: 40 });
    await expect(client.inspectToken()).rejects.toThrow(RateLimited);
    expect(await standIn.requestTotal()).toBe(1);
  });

  it('by naming a next page elsewhere, the token does not go there', async () => {
    await standIn.addFault({ kind: 'foreign-link' });
    await expect(client.builds(acme)).rejects.toThrow(ReplyUnusable);
  });
});

describe('the limits', () => {
  const statuses = async () => new Set((await standIn.requests()).map(({ status }) => status));

  it('of a user are never touched: 80 % in any minute, by the stand-in’s own count', async () => {
    const second = buildkite.client(new Secret(token.value));
    await client.inspectToken();
    await second.inspectToken();
    const urgencies = ['background', 'look-up', 'interactive'] as const;
    const asked = Array.from({ length: 150 }, (_, n) =>
      (n % 2 === 0 ? client : second)
        .builds(
          { organization: n % 3 === 0 ? 'acme' : 'globex' },
          { priority: urgencies[n % 3] ?? 'background' },
        )
        .catch((error: unknown) => expect(error).toBeInstanceOf(RateLimited)),
    );
    await Promise.all(asked);
    expect(await statuses()).toEqual(new Set([200]));
    expect(await busiestMinute(standIn)).toBeLessThanOrEqual(40);
    expect(await standIn.requestTotal()).toBeGreaterThan(100);
  });

  it('are learnt from the replies', async () => {
    await standIn.changeSettings({ userLimit: 10, organizationLimit: 1_000 });
    await client.builds(acme);
    expect(await client.budget()).toMatchObject({ limit: 10, ceiling: 8, remaining: 9 });
    expect(await client.budget('acme')).toMatchObject({ limit: 1_000, ceiling: 800, remaining: 999 });
    await Promise.all(Array.from({ length: 30 }, () => client.builds(acme)));
    expect(await statuses()).toEqual(new Set([200]));
    expect(await busiestMinute(standIn)).toBeLessThanOrEqual(8);
  });

  it('leave room for a person while the background is busy', async () => {
    await client.inspectToken();
    const stop = new AbortController();
    const busy = Array.from({ length: 60 }, () =>
      client.builds(acme, { signal: stop.signal }).catch((error: unknown) => error),
    );
    await Promise.all(busy.slice(0, 10));
    await expect(client.organizations()).resolves.toHaveLength(2);
    stop.abort(new Error('enough'));
    await Promise.all(busy);
  });
});

describe('secrets', () => {
  it('of pipelines, builds and tokens are nowhere in what comes out', async () => {
    await standIn.addPipeline({ slug: 'secretive', env: { TOKEN: 'CANARY-env' } });
    await standIn.addBuild({ pipeline: 'secretive', commit: sha(1), env: { TOKEN: 'CANARY-build' } });
    const shown: unknown[] = [await client.inspectToken(), await client.builds(acme), client, buildkite];
    await standIn.addFault({ kind: 'status', status: 422, message: `You sent ${token.value}` });
    await client.builds(acme).catch((error: unknown) => shown.push(error));
    await standIn.addFault({ kind: 'cut' }, { times: 10 });
    await client.builds(acme).catch((error: unknown) => shown.push(error));
    expect(shown).toHaveLength(6);
    const everything = inspect([shown, log.lines], { depth: 30, showHidden: true, maxArrayLength: null });
    expect(everything).not.toContain('CANARY');
    expect(everything).not.toContain(token.value);
  });
});
