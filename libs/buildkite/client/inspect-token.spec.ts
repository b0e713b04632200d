import { ReplyUnusable, TokenRejected } from '../errors.js';
import { json, type Answering } from '../testing/api.js';
import { startSession, type TestSession } from '../testing/session.js';
import { inspectToken } from './inspect-token.js';

const required = ['read_builds', 'read_organizations', 'read_pipelines', 'read_user'];

let given: TestSession;

beforeEach(async () => {
  given = await startSession();
});

afterEach(() => given.close());

/** Answers `/access-token` and `/user`. */
const answering =
  (token: object, user: unknown = { id: 'user-1', name: 'Ada', email: 'ada@example.com' }): Answering =>
  (request, response) =>
    json(200, request.path.endsWith('/user') ? user : token)(request, response);

const inspect = () => inspectToken(given.session, given.address, { priority: 'interactive' });
const paths = () => given.api.requests.map(({ path }) => path);

describe('inspecting a token', () => {
  it('tells who it acts as, what it may and when it ends', async () => {
    given.api.answer(
      answering({
        uuid: 'token-1',
        scopes: [...required, 'read_artifacts', 'graphql'],
        description: 'Sleuth',
        created_at: '2026-11-16 06:07:42 UTC',
        expires_at: '2026-11-23 06:07:42 UTC',
        user: { name: 'Ada L.', email: 'other@example.com' },
      }),
    );
    expect(await inspect()).toEqual({
      uuid: 'token-1',
      user: { id: 'user-1', name: 'Ada', email: 'ada@example.com' },
      scopes: [...required, 'read_artifacts', 'graphql'],
      missingRequiredScopes: [],
      missingOptionalScopes: ['write_builds'],
      description: 'Sleuth',
      createdAt: '2026-11-16T06:07:42.000Z',
      expiresAt: '2026-11-23T06:07:42.000Z',
    });
    expect(paths()).toEqual(['/v2/access-token', '/v2/user']);
  });

  it('works with the little that tokens of 2023 tell', async () => {
    given.api.answer(answering({ uuid: 'token-1', scopes: required }, { id: 'user-1', name: 'Ada' }));
    expect(await inspect()).toMatchObject({
      user: { id: 'user-1', name: 'Ada', email: null },
      missingRequiredScopes: [],
      expiresAt: null,
      description: null,
    });
  });

  it('takes name and address from the token where the user does not tell', async () => {
    const token = { scopes: required, user: { name: 'Ada L.', email: 'ada@example.com' } };
    given.api.answer(answering(token, { id: 'user-1' }));
    expect((await inspect()).user).toEqual({ id: 'user-1', name: 'Ada L.', email: 'ada@example.com' });
  });

  it('names exactly the missing scopes, and does not ask for the user without leave', async () => {
    const token = { uuid: 'token-1', scopes: ['read_build'], user: { name: 'Ada', email: null } };
    given.api.answer(answering(token));
    expect(await inspect()).toMatchObject({
      user: { id: null, name: 'Ada', email: null },
      missingRequiredScopes: required,
    });
    expect(paths()).toEqual(['/v2/access-token']);
  });

  it('makes all its requests count against that user, those already sent, too', async () => {
    given.api.answer(answering({ uuid: 'token-1', scopes: required }));
    const session = given.another();
    for (const requests of [2, 4]) {
      await inspectToken(session, given.address, { priority: 'interactive' });
      expect(session.user).toBe('user-1');
      expect((await given.governor.budget({ user: 'user-1' })).used).toBe(requests);
    }
  });

  it('does not take two users for one when the token is not that of the user who was named', async () => {
    given.api.answer(answering({ uuid: 'token-1', scopes: required }));
    await inspect();
    expect(given.session.user).toBe('user-1');
    expect((await given.governor.budget({ user: 'ada' })).used).toBe(2);
    expect((await given.governor.budget({ user: 'user-1' })).used).toBe(0);
  });

  it('is refused when Buildkite does not know the token', async () => {
    given.api.answer(json(401, { message: 'Authentication required.' }));
    await expect(inspect()).rejects.toThrow(TokenRejected);
  });

  it.each([[{}], [{ scopes: null }], [[]]])(
    'is refused when the reply describes no token: %j',
    async (token) => {
      given.api.answer(answering(token));
      await expect(inspect()).rejects.toThrow(ReplyUnusable);
    },
  );

  it('is refused when the reply describes no user', async () => {
    given.api.answer(answering({ scopes: required }, {}));
    await expect(inspect()).rejects.toThrow(ReplyUnusable);
  });
});
