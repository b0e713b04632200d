import { testKey, type Role } from './setting/api-keys.js';
import { rawExchange, requestHead } from './setting/raw-exchange.js';
import type { ProblemReply } from './setting/replies.js';
import { Stage } from './setting/stage.js';

interface OpenApi {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly security?: readonly unknown[] }>>>
  >;
}

interface Route {
  readonly method: string;
  readonly path: string;
}

const organization = 'team-40';
const methods = ['get', 'put', 'post', 'patch', 'delete'];

/** What may be done with a key that is not an admin's: read, and with a deployer's also register deploys. */
function mayDo(role: Role, { method, path }: Route): boolean {
  if (role === 'admin' || method === 'get') return true;
  return role === 'deployer' && (/\/deploys$/.test(path) || isSleuths({ path }));
}

function isSleuths({ path }: Pick<Route, 'path'>): boolean {
  return path.startsWith('/api/1/');
}

async function openApiAt(address: string): Promise<OpenApi> {
  return (await (await fetch(address)).json()) as OpenApi;
}

describe('access', () => {
  let stage: Stage;
  let routes: readonly Route[];
  /** Those that ask for no key by their description. */
  let keyless: readonly Route[];

  beforeAll(async () => {
    stage = await Stage.set();
    const documents = await Promise.all(stage.product.openApi.map(openApiAt));
    const all = documents
      .flatMap(({ paths }) => Object.entries(paths))
      .flatMap(([path, operations]) =>
        Object.entries(operations)
          .filter(([method]) => methods.includes(method))
          .map(([method, { security }]) => ({ method, path, isKeyless: security?.length === 0 })),
      );
    routes = all.filter(({ isKeyless }) => !isKeyless);
    keyless = all.filter(({ isKeyless }) => isKeyless);
  }, 60_000);

  afterAll(() => stage.clear(), 60_000);

  async function ask({ method, path }: Route, authorization: string | undefined, org = organization) {
    const address = path.replace('{org}', org).replaceAll(/\{\w+\}/g, 'nothing');
    const response = await fetch(stage.product.addressOf(address) + address, {
      method: method.toUpperCase(),
      headers: { ...(authorization !== undefined && { authorization }), 'content-type': 'application/json' },
      ...(method !== 'get' && method !== 'delete' && { body: '{}' }),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  const bearer = (role: Role, org = organization) => `Bearer ${testKey(org, role)}`;
  const name = ({ method, path }: Route) => `${method} ${path}`;

  it('is asked for by every route of all services', async () => {
    const parts = ['/integrations/buildkite', '/collection/', '/deploys', '/projects', '/api/1/'];
    for (const part of parts) expect(routes.some(({ path }) => path.includes(part))).toBe(true);
    for (const route of routes) {
      const reply = await ask(route, undefined);
      expect([name(route), reply.status]).toEqual([name(route), 401]);
      expect(reply.headers.get('www-authenticate')).toMatch(/^Bearer/);
      expect(reply.headers.get('content-type')).toMatch(
        isSleuths(route) ? /^text\/plain/ : /^application\/problem\+json/,
      );
    }
  }, 60_000);

  it('is given by a signature alone where no key is asked for', async () => {
    expect([...new Set(keyless.map(name))]).toEqual(['post /v1/webhooks/buildkite/{connection}']);
    for (const route of keyless)
      for (const authorization of [undefined, bearer('admin')]) {
        const { status, text } = await ask(route, authorization);
        expect([status, (JSON.parse(text) as ProblemReply).code]).toEqual([401, 'signature-invalid']);
      }
  });

  it('is for the own organization alone', async () => {
    for (const route of routes) {
      const reply = await ask(route, bearer('admin', 'team-41'));
      expect([name(route), reply.status]).toEqual([name(route), isSleuths(route) ? 401 : 404]);
    }
  }, 60_000);

  it.each<Role>(['viewer', 'deployer', 'admin'])(
    'goes as far as the role of a %s',
    async (role) => {
      for (const route of routes) {
        const { status } = await ask(route, bearer(role));
        const isLetIn = status !== 401 && status !== 403;
        expect([name(route), isLetIn, status < 500]).toEqual([name(route), mayDo(role, route), true]);
      }
    },
    60_000,
  );

  it.each([
    'Bearer',
    'Bearer ',
    'Bearer a b',
    'Basic YWRtaW46YWRtaW4=',
    `apikey ${testKey(organization, 'admin')}`,
    testKey(organization, 'admin'),
    'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.',
    `Bearer ${testKey(organization, 'admin').slice(0, -1)}`,
    `Bearer ${testKey(organization, 'admin').toUpperCase()}`,
  ])('is not given to %.30s', async (authorization) => {
    const reply = await ask({ method: 'get', path: '/v1/organizations/{org}/deploys' }, authorization);
    expect(reply.status).toBe(401);
    expect((JSON.parse(reply.text) as ProblemReply).code).toBe('unauthenticated');
  });

  it('is refused to who shows two keys', async () => {
    const headers = [`Authorization: ${bearer('admin')}`, 'Authorization: Bearer other', 'Connection: close'];
    const head = requestHead(`GET /v1/organizations/${organization}/deploys`, headers);
    const reply = await rawExchange(stage.product.addresses.deploys, head);
    expect([reply.status, reply.body]).toEqual([400, expect.stringContaining('"code":"repeated-header"')]);
  });

  it('is withheld from who guesses, and from nobody else', async () => {
    const route = { method: 'get', path: '/v1/organizations/{org}/projects' };
    const guesses = await Promise.all(
      Array.from({ length: 60 * stage.product.copies }, (_, index) => ask(route, `Bearer guess-${index}`)),
    );
    const last = guesses.filter(({ status }) => status === 429);
    expect(last.length).toBeGreaterThanOrEqual(30);
    expect(Number(last[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ask(route, bearer('viewer'))).status).toBe(200);
    await stage.pass(2);
    expect((await ask(route, 'Bearer guess')).status).toBe(401);
  }, 60_000);
});

describe("the answers on Sleuth's routes", () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.set();
  }, 60_000);

  afterAll(() => stage.clear(), 60_000);

  it.each<readonly [string, string, string | undefined, number]>([
    ['no body', '', 'application/json', 400],
    ['an open brace', '{', 'application/json', 400],
    ['a list', '[]', 'application/json', 400],
    ['no SHA', '{}', 'application/json', 400],
    ['a short SHA', 'sha=abc1234', 'application/x-www-form-urlencoded', 400],
    ['an unknown code deployment', `sha=${'ab'.repeat(20)}`, 'application/x-www-form-urlencoded', 401],
    ['an unknown type', '<sha/>', 'application/xml', 415],
    ['9 MB', `{"sha": "${'a'.repeat(9_000_000)}"}`, 'application/json', 413],
    ['__proto__', '{"__proto__": {}}', 'application/json', 400],
    ['a percent sign too many', 'sha=%E0%A4%A', 'application/x-www-form-urlencoded', 400],
  ])('are plain text: %s', async (_, body, type, status) => {
    const address = `${stage.product.addresses.deploys}/api/1/deployments/team-42/nothing/register_deploy`;
    const response = await fetch(address, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${testKey('team-42', 'deployer')}`,
        ...(type !== undefined && { 'content-type': type }),
      },
      body,
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      status,
      'text/plain; charset=utf-8',
    ]);
    expect(await response.text()).toMatch(/^\S.*$/);
  });
});
