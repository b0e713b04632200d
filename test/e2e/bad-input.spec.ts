import type { Scene as OpenScene } from './setting/scene.js';
import { badBodies } from './setting/bad-bodies.js';
import { badDeploys, badLabels, badTokens } from './setting/bad-fields.js';
import type { Reply, RequestOptions } from './setting/api.js';
import type { ConnectionReply, ProblemReply } from './setting/replies.js';
import { newSha, Scene } from './setting/scene.js';
import { Data } from '../faults/setting/data.js';
import { Stage } from './setting/stage.js';

type Send = (scene: OpenScene, options: RequestOptions) => Promise<Reply<ProblemReply>>;

const anId = '01950000-0000-7000-8000-000000000001';

const toConnections =
  (method: string, path: string): Send =>
  (scene, options) =>
    scene.api.connections(method, path, options);
const toDeploys =
  (method: string, path: string): Send =>
  (scene, options) =>
    scene.api.deploys(method, path, options);

/** Every route that takes JSON, with a body that it would take. */
const writes: readonly (readonly [string, Send, Record<string, unknown>])[] = [
  ['a connection', toConnections('POST', '/connections'), { token: 'bkua_x', label: 'x' }],
  ['a token', toConnections('PUT', `/connections/${anId}/token`), { token: 'bkua_x' }],
  ['a default build server', toConnections('PUT', '/default-build-servers/shop'), { connection: anId }],
  [
    'a build server of a code deployment',
    toConnections('PUT', '/default-build-servers/shop/code-deployments/shop-api'),
    { connection: anId },
  ],
  ['a project', toDeploys('POST', '/projects'), { name: 'Other' }],
  ['an environment', toDeploys('POST', '/projects/shop/environments'), { name: 'Other' }],
  [
    'a code deployment',
    toDeploys('POST', '/projects/shop/code-deployments'),
    { name: 'Other', repository: 'github.com/a/b' },
  ],
  [
    'a change of a code deployment',
    toDeploys('PUT', '/projects/shop/code-deployments/shop-api'),
    { name: 'Other', repository: 'github.com/a/b' },
  ],
  ['a deploy', toDeploys('POST', '/deploys'), { codeDeployment: 'shop-api', sha: 'ab'.repeat(20) }],
];

let stage: Stage;
let scene: Scene & { readonly connection: ConnectionReply };

beforeAll(async () => {
  stage = await Stage.set();
  scene = await Scene.connected(stage.product, stage.buildkite);
}, 60_000);

/** Whatever was sent to this team was refused: nothing of it is stored, and nothing broke. */
afterAll(async () => {
  await stage.product.program.stop();
  const stored = await Data.of(stage.product.dataDir, (data) => data.storedEvents());
  const types = stored
    .filter(
      ({ stream }) =>
        stream.endsWith(`-${scene.api.organization}`) || stream.includes(`-${scene.api.organization}.`),
    )
    .map(({ type }) => type);
  await stage.clear();
  expect(types.sort()).toEqual([
    'CodeDeploymentAdded',
    'ConnectionAdded',
    'DefaultBuildServerSet',
    'EnvironmentAdded',
    'EnvironmentAdded',
    'ProjectCreated',
  ]);
  expect(stage.product.output).not.toMatch(/"level":(50|60|"error"|"fatal")/);
}, 60_000);

function expectProblem(reply: Reply<ProblemReply>, status: number, code: string): void {
  expect([reply.status, reply.body.code, reply.text]).toEqual([status, code, expect.any(String)]);
  expect(reply.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(reply.body).toMatchObject({ status, type: `urn:sleuth:problem:${code}` });
  expect(reply.text).not.toMatch(/\bat .*\.[jt]s:\d+/);
}

describe.each(writes)('the body of %s', (_, send, good) => {
  it.each(badBodies)('cannot be $what', async ({ body, headers = {}, status, code }) => {
    expectProblem(await send(scene, { body, headers }), status, code);
  });

  it('cannot have a field that nobody knows', async () => {
    expectProblem(await send(scene, { body: { ...good, admin: true } }), 400, 'unknown-field');
  });

  it('cannot lack a field', async () => {
    expectProblem(await send(scene, { body: {} }), 400, 'validation');
  });

  it.each(Object.keys(good))('cannot have an operator for its %s', async (name) => {
    expectProblem(await send(scene, { body: { ...good, [name]: { $ne: null } } }), 400, 'validation');
  });

  it.each(['', 'k'.repeat(256), 'k k', 'clé'])('cannot come with the Idempotency-Key %j', async (key) => {
    const headers = { 'idempotency-key': key };
    expectProblem(await send(scene, { body: good, headers }), 400, 'invalid-idempotency-key');
  });
});

describe('the fields of a connection', () => {
  it.each(badLabels)('a label cannot be %s', async (_, label) => {
    const body = JSON.stringify({ token: `bkua_${'a'.repeat(40)}`, label });
    expectProblem(await writes[0]![1](scene, { body }), 400, 'validation');
  });

  it.each(badTokens)('a token cannot be %s', async (_, token, code) => {
    expectProblem(await writes[0]![1](scene, { body: { token, label: 'x' } }), 400, code);
    const path = `/connections/${scene.connection.id}/token`;
    expectProblem(await toConnections('PUT', path)(scene, { body: { token } }), 400, code);
  });
});

describe('the fields of a deploy', () => {
  it.each(badDeploys)('%s is refused', async (_, fields, status, code) => {
    const body = { codeDeployment: 'shop-api', sha: newSha(), ...fields };
    expectProblem(await toDeploys('POST', '/deploys')(scene, { body }), status, code);
  });
});

describe('what is refused for what it asks', () => {
  it.each<readonly [string, Send, unknown, number, string]>([
    [
      'a token that Buildkite does not know',
      toConnections('POST', '/connections'),
      { token: 'bkua_unknown', label: 'x' },
      422,
      'token-rejected',
    ],
    [
      'a connection that is not there as build server',
      toConnections('PUT', '/default-build-servers/shop'),
      { connection: anId },
      409,
      'connection-unknown',
    ],
    [
      'a token for a connection that is not there',
      toConnections('PUT', `/connections/${anId}/token`),
      { token: `bkua_${'a'.repeat(40)}` },
      404,
      'connection-not-found',
    ],
    [
      'a deploy of a code deployment that is not there',
      toDeploys('POST', '/deploys'),
      { codeDeployment: 'nothing', sha: 'ab'.repeat(20) },
      404,
      'code-deployment-not-found',
    ],
    [
      'a deploy to an environment that is not there',
      toDeploys('POST', '/deploys'),
      { codeDeployment: 'shop-api', environment: 'moon', sha: 'ab'.repeat(20) },
      404,
      'environment-not-found',
    ],
  ])('%s', async (_, send, body, status, code) => {
    expectProblem(await send(scene, { body }), status, code);
  });

  it('a build server for a project that nobody knows, with the time to wait', async () => {
    const body = { connection: scene.connection.id };
    const reply = await toConnections('PUT', '/default-build-servers/nowhere')(scene, { body });
    expectProblem(reply, 409, 'code-deployment-unknown');
    expect(reply.headers.get('retry-after')).toBe('1');
  });

  it('a token while Buildkite limits the rate, with the time to wait', async () => {
    const token = await scene.token();
    await stage.buildkite.addFault(
      { kind: 'rate-limit', scope: 'rest_user', resetSeconds: 60 },
      { match: { path: '/v2/access-token', token: token.label }, times: 20 },
    );
    const sent = writes[0]![1](scene, { body: { token: token.value, label: 'x' } });
    const reply = await stage.whileTimePasses(sent);
    await stage.buildkite.clearFaults();
    expectProblem(reply, 503, 'buildkite-rate-limited');
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
  }, 120_000);
});
