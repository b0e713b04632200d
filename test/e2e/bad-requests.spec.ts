import { testKey } from './setting/api-keys.js';
import type { ConnectionReply, ProblemReply } from './setting/replies.js';
import { rawExchange, requestHead } from './setting/raw-exchange.js';
import { newSha, Scene } from './setting/scene.js';
import { Stage } from './setting/stage.js';

let stage: Stage;
let scene: Scene & { readonly connection: ConnectionReply };
let base: string;
let auth: string;

beforeAll(async () => {
  stage = await Stage.set();
  scene = await Scene.connected(stage.product, stage.buildkite);
  base = `/v1/organizations/${scene.api.organization}`;
  auth = `Authorization: Bearer ${testKey(scene.api.organization, 'admin')}`;
}, 60_000);

afterAll(async () => {
  const { output } = stage.product;
  await stage.clear();
  expect(output).not.toMatch(/"level":(50|60|"error"|"fatal")/);
}, 60_000);

const send = (line: string, headers: readonly string[] = [auth], body = '') => {
  const [, path = ''] = line.split(' ');
  return rawExchange(stage.product.addressOf(path), requestHead(line, headers) + body);
};

async function expectRaw(sent: ReturnType<typeof send>, status: number, code: string): Promise<void> {
  const reply = await sent;
  expect([reply.status, reply.body]).toEqual([status, expect.stringContaining(`"code":"${code}"`)]);
  expect(reply.headers).toMatch(/^content-type: application\/problem\+json/im);
}

/** Addresses below `/v1/organizations/{org}`, with the status and the code that they get. */
const badReads = [
  ['/deploys?limit=0', 400, 'validation'],
  ['/deploys?limit=-1', 400, 'validation'],
  ['/deploys?limit=101', 400, 'validation'],
  ['/deploys?limit=1000000000', 400, 'validation'],
  ['/deploys?limit=1e1', 400, 'validation'],
  ['/deploys?page=1', 400, 'unknown-parameter'],
  ['/deploys?limit=1&limit=2', 400, 'malformed-query'],
  ['/deploys?tenant[$ne]=x', 400, 'unknown-parameter'],
  ['/deploys?__proto__=x', 400, 'unknown-parameter'],
  ['/deploys?after=x', 400, 'invalid-cursor'],
  ['/deploys?after=%E0%A4%A', 400, 'malformed-query'],
  ['/deploys?codeDeployment=(a%2B)%2B%24', 400, 'validation'],
  ['/deploys?sha=abc', 400, 'validation'],
  ['/projects?after=W10.AAAAAAAAAAAA', 400, 'invalid-cursor'],
  ['/integrations/buildkite/connections?limit=x', 400, 'validation'],
  ['/integrations/buildkite/connections?after=x', 400, 'invalid-cursor'],
  ['/integrations/buildkite?x=1', 400, 'unknown-parameter'],
  ['/collection/x?y=1', 400, 'unknown-parameter'],
  ['/deploys/nothing/builds?revision=0', 400, 'validation'],
  ['/deploys/nothing/builds?view=newest', 400, 'validation'],
  ['/deploys/%2e%2e%2f', 400, 'malformed-path'],
  ['/deploys/..%2f..%2fetc', 400, 'malformed-path'],
  ['/deploys/%00', 400, 'malformed-path'],
  ['/deploys/%E0%A4%A', 400, 'malformed-path'],
  ['/deploys/../deploys', 400, 'malformed-path'],
  ['/integrations/buildkite/connections/%00', 400, 'malformed-path'],
  ['/collection/%2e%2e', 400, 'malformed-path'],
  ['/deploys/nothing', 404, 'deploy-not-found'],
  ['/deploys/nothing/builds', 404, 'deploy-not-found'],
  ['/projects/nothing', 404, 'project-not-found'],
  ['/integrations/buildkite/connections/nothing', 404, 'connection-not-found'],
  ['/collection/nothing', 404, 'connection-not-found'],
  ['/nowhere', 404, 'not-found'],
] as const;

describe('a read', () => {
  it.each(badReads)('of %s gets %i %s', async (path, status, code) => {
    await expectRaw(send(`GET ${base}${path}`, [auth, 'Connection: close']), status, code);
  });

  it.each([
    [300, 400, 'malformed-path'],
    [10_000, 414, 'uri-too-long'],
  ])('of an id of %i characters gets %i %s', async (length, status, code) => {
    await expectRaw(
      send(`GET ${base}/deploys/${'a'.repeat(length)}`, [auth, 'Connection: close']),
      status,
      code,
    );
  });

  it('takes a cursor of its own list only', async () => {
    for (let count = 0; count < 2; count += 1) await scene.deploy(newSha());
    const { body } = await scene.api.deploys<{ next: string }>('GET', '/deploys?limit=1');
    const next = encodeURIComponent(body.next);
    expect((await scene.api.deploys('GET', `/deploys?limit=1&after=${next}`)).status).toBe(200);
    expect((await scene.api.deploys('GET', `/deploys?environment=staging&after=${next}`)).status).toBe(400);
    const other = await Scene.open(stage.product, stage.buildkite);
    expect((await other.api.deploys('GET', `/deploys?after=${next}`)).status).toBe(400);
  });

  it('says of what belongs to others what it says of what is not there', async () => {
    const other = await Scene.connected(stage.product, stage.buildkite);
    const deploy = await other.deploy(newSha());
    const essence = async (path: string) => {
      const { status, body } = await scene.api.raw<ProblemReply>('GET', path);
      return { ...body, status, instance: '' };
    };
    const [theirs, none] = [`${base}/deploys/${deploy.id}`, `${base}/deploys/${scene.connection.id}`];
    expect(await essence(theirs)).toEqual(await essence(none));
    const [org, nowhere] = ['team-59', 'no-such-team'].map((name) => `/v1/organizations/${name}/deploys`);
    expect(await essence(org ?? '')).toEqual(await essence(nowhere ?? ''));
    const connections = `${base}/integrations/buildkite/connections`;
    expect(await essence(`${connections}/${other.connection.id}`)).toEqual(
      await essence(`${connections}/${deploy.id}`),
    );
  });

  it('of a removed connection gets 404', async () => {
    const other = await Scene.connected(stage.product, stage.buildkite);
    const path = `/connections/${other.connection.id}`;
    expect((await other.api.connections('DELETE', path)).status).toBe(204);
    expect((await other.api.connections<ProblemReply>('GET', path)).body.code).toBe('connection-not-found');
  });

  it('is answered in JSON and whole, whatever form or part is asked for', async () => {
    const headers = { accept: 'text/html', range: 'bytes=0-1' };
    const reply = await scene.api.deploys<{ items: unknown[] }>('GET', '/projects', { headers });
    expect(reply.status).toBe(200);
    expect(reply.body.items).toHaveLength(1);
  });

  it('needs a key in whatever way the address is written', async () => {
    const ways = ['/deploys', '/deploys/', '//deploys', '/Deploys', '/deploys?x', '/deploys#x'];
    for (const method of ['GET', 'HEAD']) {
      for (const way of ways) {
        const { status } = await send(`${method} ${base}${way}`, ['Connection: close']);
        expect([method, way, [401, 404].includes(status ?? 0)]).toEqual([method, way, true]);
      }
    }
    expect((await send(`HEAD ${base}/deploys`, ['Connection: close'])).status).toBe(401);
  });
});

describe('a request', () => {
  const json = 'Content-Type: application/json';
  const post = (path: string, headers: readonly string[], body: string) =>
    send(`POST ${base}${path}`, [auth, ...headers], body);

  it('with less body than it says does no harm', async () => {
    const reply = await post('/projects', [json, 'Content-Length: 100'], '{"name": "x"');
    expect([undefined, 400, 408]).toContain(reply.status);
  });

  it('with more body than it says is cut where it says', async () => {
    const reply = await post('/projects', [json, 'Content-Length: 5'], '{"name": "x"}');
    expect([reply.status, reply.body]).toEqual([400, expect.stringMatching(/"malformed-(json|request)"/)]);
  });

  it('with two lengths is refused', async () => {
    const headers = [json, 'Content-Length: 2', 'Content-Length: 3'];
    await expectRaw(post('/projects', headers, '{}'), 400, 'malformed-request');
    const both = [json, 'Content-Length: 2', 'Transfer-Encoding: chunked'];
    await expectRaw(post('/projects', both, '2\r\n{}\r\n0\r\n\r\n'), 400, 'malformed-request');
  });

  it('in pieces is refused when they are too many', async () => {
    const piece = `${(64 * 1024).toString(16)}\r\n${'x'.repeat(64 * 1024)}\r\n`;
    const headers = [json, 'Transfer-Encoding: chunked', 'Connection: close'];
    await expectRaw(post('/projects', headers, `${piece}${piece}0\r\n\r\n`), 413, 'payload-too-large');
  });

  it('may begin its body with a byte order mark', async () => {
    const reply = await scene.api.deploys('POST', '/projects', { body: '\ufeff{"name": "With a mark"}' });
    expect(reply.status).toBe(201);
  });

  it('that is no HTTP is refused', async () => {
    const reply = await rawExchange(stage.product.addresses.deploys, 'EHLO there\r\n\r\n');
    expect(reply.status).toBe(400);
    expect(reply.body).toContain('"code":"malformed-request"');
  });

  it('with headers over 16 KiB is refused', async () => {
    await expectRaw(
      send(`GET ${base}/deploys`, [auth, `X-Long: ${'x'.repeat(17_000)}`]),
      431,
      'headers-too-large',
    );
  });

  it.each(['TRACE', 'PATCH', 'PUT', 'DELETE'])(
    'with the method %s is told which there are',
    async (method) => {
      const reply = await send(`${method} ${base}/deploys`, [auth, 'Connection: close']);
      expect([reply.status, /^allow: (.*)$/im.exec(reply.headers)?.[1]?.trim()]).toEqual([
        405,
        'GET, HEAD, POST',
      ]);
    },
  );

  it('with CONNECT gets nowhere', async () => {
    const reply = await send('CONNECT example.org:443', ['Connection: close']);
    expect([undefined, 400, 404, 405]).toContain(reply.status);
  });
});

describe('many requests at once', () => {
  it('with one Idempotency-Key have one effect, and another body is refused', async () => {
    const other = await Scene.open(stage.product, stage.buildkite);
    await other.addProject();
    const headers = { 'idempotency-key': 'once' };
    const sha = newSha();
    const register = (body: object) =>
      other.api.deploys<{ id: string } & ProblemReply>('POST', '/deploys', { headers, body });
    const body = { codeDeployment: 'shop-api', sha };
    const replies = await Promise.all(Array.from({ length: 50 }, () => register(body)));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(replies.map((reply) => reply.body.id)).size).toBe(1);
    expect((await register({ ...body, sha: newSha() })).body.code).toBe('idempotency-key-reused');
    expect((await other.api.deploys<{ items: unknown[] }>('GET', '/deploys')).body.items).toHaveLength(1);
  }, 60_000);

  it('for one thing give it to one of them', async () => {
    const other = await Scene.open(stage.product, stage.buildkite);
    await other.addProject();
    const body = { codeDeployment: 'shop-api', sha: newSha() };
    const deploys = await Promise.all(
      Array.from({ length: 50 }, () => other.api.deploys<ProblemReply>('POST', '/deploys', { body })),
    );
    const { value: token } = await other.token();
    const connections = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        other.api.connections<ProblemReply>('POST', '/connections', { body: { token, label: `L${index}` } }),
      ),
    );
    const outcomes = (replies: readonly { status: number; body: ProblemReply }[]) =>
      replies.map(({ status, body }) => `${status} ${body.code ?? ''}`.trim()).sort();
    expect(outcomes(deploys)).toEqual(['201', ...Array.from({ length: 49 }, () => '400 deploy-duplicate')]);
    expect(outcomes(connections)).toEqual(['201', ...Array.from({ length: 9 }, () => '409 token-duplicate')]);
  }, 60_000);

  it('that say the same in other letters are the same deploy', async () => {
    const sha = newSha();
    const { sha: kept } = await scene.deploy(sha.toUpperCase());
    expect(kept).toBe(sha);
    const again = scene.api.deploys<ProblemReply>('POST', '/deploys', {
      body: { codeDeployment: 'shop-api', sha },
    });
    expect((await again).body.code).toBe('deploy-duplicate');
  });

  it('keep a label as it was written', async () => {
    const added = await scene.connect('<script>alert(1)</script> 🙂');
    expect(added.label).toBe('<script>alert(1)</script> 🙂');
  });

  it('delete once, and say so again to who asks again with the same key', async () => {
    const deploy = await scene.deploy(newSha());
    const headers = { 'idempotency-key': 'delete' };
    for (let count = 0; count < 2; count += 1) {
      expect((await scene.api.deploys('DELETE', `/deploys/${deploy.id}`, { headers })).status).toBe(204);
    }
  });
});
