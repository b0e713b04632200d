import { aCodeDeploymentAdded } from '#libs/contracts/testing';
import { temporaryDocuments } from '#libs/documents/testing';
import {
  KnownCodeDeployments,
  knownCodeDeployments,
} from '../known-code-deployments/known-code-deployments.js';
import { aCheckedToken } from '../testing/checked-token.js';
import { ConnectionsApi } from '../testing/connections-api.js';
import { Desk } from '../testing/desk.js';
import { anOrigin } from '../testing/origin.js';

const documents = temporaryDocuments([knownCodeDeployments]);
const connection = '00000000-0000-4000-8000-0000000000c1';
const nowhere = '00000000-0000-4000-8000-0000000000c9';
let desk: Desk;
let api: ConnectionsApi;

beforeAll(async () => {
  await new KnownCodeDeployments(documents()).remember([aCodeDeploymentAdded()]);
});
beforeEach(async () => {
  desk = await Desk.open();
  api = await ConnectionsApi.open(desk, documents());
  const data = { connection, label: 'QA', token: aCheckedToken() };
  await desk.integrations.handle('acme', { type: 'AddConnection', data }, anOrigin());
});
afterEach(async () => {
  await api.close();
  await desk.close();
});

describe.each([
  ['a project', '/default-build-servers/shop', '/default-build-servers/docs', { project: 'shop' }],
  [
    'a code deployment',
    '/default-build-servers/shop/code-deployments/shop-web',
    '/default-build-servers/shop/code-deployments/shop-api',
    { project: 'shop', codeDeployment: 'shop-web' },
  ],
] as const)('The build server of %s', (_what, path, unknown, named) => {
  it('is not set at first', async () => {
    const { status, body } = await api.send('get', path);
    expect(status).toBe(404);
    expect(body).toMatchObject({ code: 'default-build-server-not-set' });
  });

  it('is set and shown', async () => {
    const set = await api.send('put', path, { connection });
    expect(set.status).toBe(200);
    expect(set.body).toEqual({ ...named, connection });
    const shown = await api.send('get', path, undefined, 'viewer');
    expect(shown.body).toEqual({ ...named, connection });
  });

  it('is refused for now while no code deployment is known, with the time to try again', async () => {
    const { status, body, headers } = await api.send('put', unknown, { connection });
    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'code-deployment-unknown' });
    expect(headers['retry-after']).toBe('1');
    expect((await api.send('get', unknown)).status).toBe(404);
  });

  it('is no connection that is not there', async () => {
    const { status, body } = await api.send('put', path, { connection: nowhere });
    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'connection-unknown' });
  });

  it('is named by an id', async () => {
    expect((await api.send('put', path, { connection: 'QA' })).status).toBe(400);
  });

  it('is set by admins only', async () => {
    expect((await api.send('put', path, { connection }, 'deployer')).status).toBe(403);
    expect((await api.send('delete', path, undefined, 'viewer')).status).toBe(403);
  });

  it('is cleared, also when it was not set', async () => {
    await api.send('put', path, { connection });
    expect((await api.send('delete', path)).status).toBe(204);
    expect((await api.send('get', path)).status).toBe(404);
    expect((await api.send('delete', path)).status).toBe(204);
    const types = (await desk.decided()).map(({ type }) => type);
    expect(types).toEqual([
      'ConnectionAdded',
      expect.stringMatching(/Set$/),
      expect.stringMatching(/Cleared$/),
    ]);
  });
});

describe('A code deployment', () => {
  it('has no build server of its own because its project has one', async () => {
    await api.send('put', '/default-build-servers/shop', { connection });
    const own = await api.send('get', '/default-build-servers/shop/code-deployments/shop-web');
    expect(own.status).toBe(404);
  });
});
