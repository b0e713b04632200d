import { temporaryDocuments } from '#libs/documents/testing';
import { aConnectionHealthChanged } from '#libs/contracts/testing';
import { Secret } from '#libs/platform';
import { KnownHealth, knownHealth } from '../connection-health/known-health.js';
import { knownCodeDeployments } from '../known-code-deployments/known-code-deployments.js';
import { aCheckedToken } from '../testing/checked-token.js';
import { ConnectionsApi } from '../testing/connections-api.js';
import { Desk } from '../testing/desk.js';
import { anOrigin } from '../testing/origin.js';

const documents = temporaryDocuments([knownCodeDeployments, knownHealth]);
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
        message: 'The token expired at 2026-03-01T11:00:00.000Z. Replace it.',
        since: '2026-03-01T11:00:00.000Z',
        buildkiteOrganization: null,
      },
      {
        connection: 'ending',
        label: 'ending',
        code: 'token-expiring',
        message: 'The token expires at 2026-03-02T11:00:00.000Z. Replace it before then.',
        since: '2026-02-23T11:00:00.000Z',
        buildkiteOrganization: null,
      },
    ]);
  });
});

describe('what needs attention', () => {
  const closed = {
    code: 'organization-not-accessible',
    detail: 'Tick acme-inc.',
    since: '2026-03-01T11:58:00.000Z',
    buildkiteOrganization: 'acme-inc',
  } as const;
  const tell = (connection: string, at: string, problems: readonly (typeof closed)[], version = 'v1') =>
    new KnownHealth(documents()).remember([
      aConnectionHealthChanged({
        connection,
        tokenVersion: `${connection}-${version}`,
        at,
        health: problems[0]?.code ?? 'healthy',
        problems: [...problems],
      }),
    ]);
  const attention = async () =>
    ((await api.send('get', '', undefined, 'viewer')).body as { needsAttention: unknown }).needsAttention;

  it('is what was told of a connection, until something else is', async () => {
    await add('told');
    await tell('told', '2026-03-01T12:00:00.000Z', [closed]);
    expect(await attention()).toEqual([
      {
        connection: 'told',
        label: 'told',
        code: 'organization-not-accessible',
        message: 'Tick acme-inc.',
        since: '2026-03-01T11:58:00.000Z',
        buildkiteOrganization: 'acme-inc',
      },
    ]);
    const inspected = await api.send('get', '/connections/told');
    expect(inspected.body).toMatchObject({ health: { state: closed.code, problems: [closed] } });
    await tell('told', '2026-03-01T12:01:00.000Z', []);
    expect(await attention()).toEqual([]);
    const well = await api.send('get', '/connections/told');
    expect(well.body).toMatchObject({ health: { state: 'healthy', problems: [] } });
  });

  it('is gone with the token that it was about', async () => {
    await add('replaced');
    await tell('replaced', '2026-03-01T12:00:00.000Z', [closed]);
    const data = { connection: 'replaced', token: aCheckedToken({ version: 'replaced-v2' }) };
    await desk.integrations.handle('acme', { type: 'ReplaceToken', data }, anOrigin());
    expect(await attention()).toEqual([]);
    await tell('replaced', '2026-03-01T12:01:00.000Z', [closed], 'v1');
    expect(await attention()).toEqual([]);
    await tell('replaced', '2026-03-01T12:01:00.000Z', [closed], 'v2');
    expect(await attention()).toMatchObject([{ connection: 'replaced' }]);
  });

  it('is gone with its connection, also when it is told afterwards', async () => {
    await add('removed');
    await tell('removed', '2026-03-01T12:00:00.000Z', [closed]);
    expect((await api.send('delete', '/connections/removed')).status).toBe(204);
    await tell('removed', '2026-03-01T12:01:00.000Z', [closed]);
    expect(await attention()).toEqual([]);
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
