import { Problem, Secret } from '#libs/platform';
import { rejectionOf } from '#libs/platform/testing';
import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { requiredScopes } from '#libs/buildkite';
import { Desk } from '../testing/desk.js';

const required = [...requiredScopes];
let desk: Desk;

beforeAll(async () => {
  desk = await Desk.open();
  await desk.buildkite.addOrganization('globex');
});
beforeEach(async () => {
  await desk.buildkite.clearFaults();
  await desk.buildkite.resetRateLimits();
  await desk.buildkite.resetRequests();
});
afterAll(() => desk.close());

const version = () => randomUUID();

/** The problem that checking the text ends in; seen to tell nothing of the text. */
async function refusal(text: string): Promise<Problem> {
  const problem = await rejectionOf(desk.checkToken.check(new Secret(text), version()));
  expect(problem).toBeInstanceOf(Problem);
  const told = inspect(problem, { depth: 9, showHidden: true }) + JSON.stringify(desk.log.lines);
  if (text !== '') expect(told).not.toContain(text.slice(6));
  return problem as Problem;
}

describe('A good token', () => {
  it('is described: whose it is, what it opens and until when', async () => {
    const user = { name: 'Grace Example', email: 'grace@example.com' };
    const { value, uuid } = await desk.buildkite.addToken({
      user,
      organizations: ['acme-inc', 'globex'],
      expiresAt: '2026-06-01T00:00:00Z',
    });
    const name = version();

    const checked = await desk.checkToken.check(new Secret(value), name);

    expect(checked).toMatchObject({
      version: name,
      uuid,
      user,
      expiresAt: '2026-06-01T00:00:00.000Z',
    });
    expect(checked.user?.id).toEqual(expect.any(String));
    expect(checked.organizations.map(({ slug }) => slug).sort()).toEqual(['acme-inc', 'globex']);
    expect([...checked.scopes].sort()).toEqual([...required].sort());
    expect(JSON.stringify(checked)).not.toContain(value);
  });

  it('may live for ever', async () => {
    const { value } = await desk.buildkite.addToken();
    expect((await desk.checkToken.check(new Secret(value), version())).expiresAt).toBeNull();
  });

  it('is the same token under every name that it gets', async () => {
    const { value } = await desk.buildkite.addToken();
    const one = await desk.checkToken.check(new Secret(value), version());
    const other = await desk.checkToken.check(new Secret(value), version());
    expect(other.uuid).toBe(one.uuid);
    expect(other.version).not.toBe(one.version);
  });
});

describe('A text that can be no token', () => {
  it.each([
    ['nothing', '', 'validation', 'empty'],
    ['words', 'my token is bkua_planted-words', 'validation', 'not-a-token'],
    ['an agent token', 'bkct_planted0123456789abcdef', 'not-an-api-token', 'not-an-api-token'],
    ['a package token', 'bkpt_planted0123456789abcdef', 'not-an-api-token', 'not-an-api-token'],
  ])('%s is refused without asking Buildkite', async (_what, text, code, fault) => {
    expect(await refusal(text)).toMatchObject({
      status: 400,
      code,
      extras: { errors: [{ pointer: '/token', code: fault }] },
    });
    expect(await desk.buildkite.requestTotal()).toBe(0);
  });
});

describe('A token that is of no use', () => {
  it('because Buildkite does not know it', async () => {
    expect(await refusal('bkua_planted0123456789abcdef0123456789abcdef')).toMatchObject({
      status: 422,
      code: 'token-rejected',
    });
  });

  it('because it was revoked', async () => {
    const { label, value } = await desk.buildkite.addToken();
    await desk.buildkite.changeToken(label, { revoked: true });
    expect(await refusal(value)).toMatchObject({ status: 422, code: 'token-rejected' });
  });

  it('because it ends now', async () => {
    const { value } = await desk.buildkite.addToken({ expiresAt: '2026-03-01T12:00:10Z' });
    const { clock } = desk;
    await clock.advance(10_000);
    const problem = await refusal(value);
    expect(problem).toMatchObject({ status: 422, code: 'token-expired' });
    expect(problem.detail).toContain('2026-03-01T12:00:10.000Z');
  });

  it.each(required)('because it lacks %s', async (scope) => {
    const { value } = await desk.buildkite.addToken({ scopes: required.filter((other) => other !== scope) });
    expect(await refusal(value)).toMatchObject({
      status: 422,
      code: 'scopes-missing',
      extras: { errors: [{ pointer: '/token', code: 'scope-missing', message: `lacks the scope ${scope}` }] },
    });
  });

  it('because it lacks several scopes: all are named', async () => {
    const { value } = await desk.buildkite.addToken({ scopes: ['read_user', 'write_builds'] });
    const { detail, extras } = await refusal(value);
    expect(extras.errors).toHaveLength(3);
    for (const scope of ['read_builds', 'read_organizations', 'read_pipelines'])
      expect(detail).toContain(scope);
  });

  it('because it opens no organization', async () => {
    const { value } = await desk.buildkite.addToken({ organizations: [] });
    expect(await refusal(value)).toMatchObject({ status: 422, code: 'no-organization' });
  });
});

describe('While Buildkite', () => {
  it('has enough of our requests, the admin is told when to come back', async () => {
    const { value } = await desk.buildkite.addToken();
    const fault = { kind: 'rate-limit', scope: 'rest_user', resetSeconds: 50 } as const;
    await desk.buildkite.addFault(fault, { times: 20 });
    const problem = await refusal(value);
    expect(problem).toMatchObject({ status: 503, code: 'buildkite-rate-limited' });
    expect(problem.extras.retryAfterSeconds).toBeGreaterThan(0);
  });

  it.each([{ kind: 'status', status: 500 } as const, { kind: 'html' } as const, { kind: 'cut' } as const])(
    'fails ($kind), the admin is told so',
    async (fault) => {
      const { value } = await desk.buildkite.addToken();
      await desk.buildkite.addFault(fault, { times: 20 });
      const problem = await refusal(value);
      expect(problem).toMatchObject({ status: 503, code: 'buildkite-unavailable' });
      expect(problem.extras.retryAfterSeconds).toBeGreaterThanOrEqual(1);
    },
  );
});
