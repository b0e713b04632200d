import { temporaryDocuments } from '#libs/documents/testing';
import { Secret } from '#libs/platform';
import { knownCodeDeployments } from '../known-code-deployments/known-code-deployments.js';
import { aCheckedToken } from '../testing/checked-token.js';
import { ConnectionsApi } from '../testing/connections-api.js';
import { Desk } from '../testing/desk.js';
import { anOrigin } from '../testing/origin.js';

const documents = temporaryDocuments([knownCodeDeployments]);
let desk: Desk;
let api: ConnectionsApi;

beforeEach(async () => {
  desk = await Desk.open();
  api = await ConnectionsApi.open(desk, documents());
});
afterEach(async () => {
  await api.close();
  await desk.close();
});

async function add(connection: string, expiresAt: string | null = null): Promise<void> {
  const token = aCheckedToken({ version: `${connection}-v1`, expiresAt });
  await desk.tokens.keep('acme', connection, token.version, new Secret('bkua_kept'));
  const data = { connection, label: connection, token };
  await desk.integrations.handle('acme', { type: 'AddConnection', data }, anOrigin());
}

async function setDefault(project: string, connection: string): Promise<void> {
  const data = { project, connection, hasCodeDeployment: true };
  await desk.integrations.handle('acme', { type: 'SetDefaultBuildServer', data }, anOrigin());
}

describe('GET …/integrations/buildkite', () => {
  it('shows where a token is made while there is no connection', async () => {
    const { status, body } = await api.send('get', '', undefined, 'viewer');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      organization: 'acme',
      connected: false,
      connections: [],
      defaultBuildServers: [],
      codeDeploymentBuildServers: [],
      needsAttention: [],
    });
    const { tokenUrl, requiredScopes } = body as { tokenUrl: string; requiredScopes: string[] };
    expect(new URL(tokenUrl).protocol).toBe('https:');
    for (const scope of requiredScopes) expect(tokenUrl).toContain(scope);
  });

  it('shows connections and who reads builds through them', async () => {
    await add('qa');
    await setDefault('shop', 'qa');
    const data = { project: 'shop', codeDeployment: 'shop-web', connection: 'qa', isKnown: true };
    await desk.integrations.handle('acme', { type: 'SetCodeDeploymentBuildServer', data }, anOrigin());

    expect((await api.send('get', '')).body).toMatchObject({
      connected: true,
      connections: [{ id: 'qa', label: 'qa' }],
      defaultBuildServers: [{ project: 'shop', connection: 'qa' }],
      codeDeploymentBuildServers: [{ project: 'shop', codeDeployment: 'shop-web', connection: 'qa' }],
    });
  });

  it('asks for attention to tokens that end soon or have ended', async () => {
    await add('fine');
    await add('ended', '2026-03-01T11:00:00.000Z');
    await add('ending', '2026-03-02T11:00:00.000Z');
    const { body } = await api.send('get', '');
    expect((body as { needsAttention: unknown }).needsAttention).toEqual([
      {
        connection: 'ended',
        label: 'ended',
        code: 'token-expired',
        message: 'Its token expired at 2026-03-01T11:00:00.000Z. Replace it.',
      },
      {
        connection: 'ending',
        label: 'ending',
        code: 'token-expiring',
        message: 'Its token expires at 2026-03-02T11:00:00.000Z. Replace it.',
      },
    ]);
  });
});

describe('DELETE …/integrations/buildkite', () => {
  it('removes everything in one decision and forgets all tokens', async () => {
    await add('qa');
    await add('prod');
    await setDefault('shop', 'qa');

    expect((await api.send('delete', '')).status).toBe(204);

    expect((await api.send('get', '')).body).toMatchObject({
      connected: false,
      connections: [],
      defaultBuildServers: [],
    });
    expect(desk.vault.versions()).toEqual([]);
    const commands = (await desk.decided()).slice(3).map(({ metadata }) => metadata?.['commandId']);
    expect(commands).toHaveLength(4);
    expect(new Set(commands).size).toBe(1);
  });

  it('does nothing when there is nothing', async () => {
    expect((await api.send('delete', '')).status).toBe(204);
    expect(await desk.decided()).toEqual([]);
  });

  it('is for admins only', async () => {
    expect((await api.send('delete', '', undefined, 'deployer')).status).toBe(403);
  });
});
