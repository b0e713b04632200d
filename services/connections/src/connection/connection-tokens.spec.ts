import { Secret } from '#libs/platform';
import { temporaryEventStore, type TemporaryEventStore } from '#libs/event-store/testing';
import { ManualClock } from '#libs/platform/testing';
import { Integrations } from '../integration/integrations.js';
import { aCheckedToken } from '../testing/checked-token.js';
import { MemoryVault } from '../testing/memory-vault.js';
import { anOrigin } from '../testing/origin.js';
import { ConnectionTokens } from './connection-tokens.js';

const minute = 60_000;
const secret = new Secret('bkua_kept');

let kept: TemporaryEventStore;
let clock: ManualClock;
let vault: MemoryVault;
let integrations: Integrations;
let tokens: ConnectionTokens;

beforeEach(async () => {
  kept = await temporaryEventStore();
  clock = new ManualClock();
  vault = new MemoryVault(clock);
  integrations = new Integrations(kept.store, clock);
  tokens = new ConnectionTokens(vault.vault, clock, integrations);
});
afterEach(() => kept.close());

async function use(connection: string, version: string, organization = 'acme'): Promise<void> {
  const token = aCheckedToken({ version });
  const command = { type: 'AddConnection', data: { connection, label: connection, token } } as const;
  await integrations.handle(organization, command, anOrigin());
}

describe('The tokens of connections', () => {
  it('are kept by organization, connection and version', async () => {
    await tokens.keep('acme', 'qa', 'v1', secret);
    expect((await vault.get('acme', 'qa', 'v1'))?.reveal()).toBe('bkua_kept');
    expect(await vault.get('globex', 'qa', 'v1')).toBeUndefined();
  });

  it('are forgotten when another one has replaced them', async () => {
    await tokens.keep('acme', 'qa', 'v1', secret);
    await use('qa', 'v1');
    await tokens.forgetReplaced('acme', 'qa');
    expect(vault.versions('qa')).toEqual(['v1']);
    await tokens.keep('acme', 'qa', 'v2', secret);
    const token = aCheckedToken({ version: 'v2' });
    const command = { type: 'ReplaceToken', data: { connection: 'qa', token } } as const;
    await integrations.handle('acme', command, anOrigin());
    await tokens.forgetReplaced('acme', 'qa');
    expect(vault.versions('qa')).toEqual(['v2']);
    await tokens.forgetReplaced('acme', 'unknown');
    expect(vault.versions('qa')).toEqual(['v2']);
  });

  it('are forgotten one by one', async () => {
    await tokens.keep('acme', 'qa', 'v1', secret);
    await tokens.keep('acme', 'qa', 'v2', secret);
    await tokens.forget('acme', 'qa', 'v1');
    expect(vault.versions('qa')).toEqual(['v2']);
  });

  it('are all forgotten with their connection, and no other one', async () => {
    await tokens.keep('acme', 'qa', 'v1', secret);
    await tokens.keep('acme', 'qa', 'v2', secret);
    await tokens.keep('acme', 'prod', 'v3', secret);
    await tokens.keep('globex', 'qa', 'v4', secret);
    await tokens.forgetRemoved('acme', 'qa');
    expect(vault.versions()).toEqual(['v3', 'v4']);
  });
});

describe('A token that a crash left behind', () => {
  it('is forgotten a quarter of an hour after it came, and not before: its decision may be on its way', async () => {
    await tokens.keep('acme', 'qa', 'v1', secret);
    await clock.advance(15 * minute - 1);
    await tokens.forgetLeftBehind();
    expect(vault.versions()).toEqual(['v1']);

    await clock.advance(1);
    await tokens.forgetLeftBehind();
    expect(vault.versions()).toEqual([]);
  });

  it('is not one that is in use, however old', async () => {
    await tokens.keep('acme', 'qa', 'v1', secret);
    await use('qa', 'v1');
    await clock.advance(1_000 * 24 * 60 * minute);
    await tokens.forgetLeftBehind();
    expect(vault.versions()).toEqual(['v1']);
  });

  it('is no webhook secret that is valid, and one that is not', async () => {
    const minted = ['s1', 's2', 's3'];
    for (const version of ['v1', ...minted]) await tokens.keep('acme', 'qa', version, secret);
    await use('qa', 'v1');
    for (const version of minted) {
      const data = { connection: 'qa', version, command: version };
      await integrations.handle('acme', { type: 'MakeWebhookSecret', data }, anOrigin());
    }
    await clock.advance(1_000 * 24 * 60 * minute);
    await tokens.forgetLeftBehind();
    expect(vault.versions()).toEqual(['v1', 's2', 's3']);
  });

  it('is one that was replaced, beside the one that replaced it', async () => {
    await tokens.keep('acme', 'qa', 'v1', secret);
    await use('qa', 'v1');
    await tokens.keep('acme', 'qa', 'v2', secret);
    const token = aCheckedToken({ version: 'v2' });
    const command = { type: 'ReplaceToken', data: { connection: 'qa', token } } as const;
    await integrations.handle('acme', command, anOrigin());
    await clock.advance(15 * minute);
    await tokens.forgetLeftBehind();
    expect(vault.versions()).toEqual(['v2']);
  });

  it('is one whose connection was removed', async () => {
    await tokens.keep('acme', 'qa', 'v1', secret);
    await use('qa', 'v1');
    await integrations.handle('acme', { type: 'RemoveConnection', data: { connection: 'qa' } }, anOrigin());
    await clock.advance(15 * minute);
    await tokens.forgetLeftBehind();
    expect(vault.versions()).toEqual([]);
  });

  it('is judged by its own organization', async () => {
    await tokens.keep('acme', 'qa', 'v1', secret);
    await tokens.keep('globex', 'qa', 'v1', secret);
    await use('qa', 'v1', 'globex');
    await clock.advance(15 * minute);
    await tokens.forgetLeftBehind();
    expect(await vault.get('acme', 'qa', 'v1')).toBeUndefined();
    expect(await vault.get('globex', 'qa', 'v1')).toBeDefined();
  });
});
