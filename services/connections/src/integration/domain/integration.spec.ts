import { Refused } from '#libs/event-store';
import type { IntegrationCommand } from './commands.js';
import type { CheckedToken, IntegrationEvent } from './events.js';
import { integration } from './integration.js';
import { findConnection, findDefault, findOverride, versionsInUse } from './state.js';

const at = '2026-03-01T10:00:00.000Z';
const later = '2026-03-02T10:00:00.000Z';

describe('an integration without connections', () => {
  it('takes the first connection', () => {
    expect(given().when(add('qa'))).toEqual([added('qa')]);
  });

  it('knows no connection to remove, re-key or point a project at', () => {
    expect(given().refusal({ type: 'RemoveConnection', data: { connection: 'qa', at } })).toBe(
      'connection-not-found',
    );
    expect(given().refusal(replace('qa', 'other'))).toBe('connection-not-found');
    expect(given().refusal(setDefault('shop', 'qa'))).toBe('connection-unknown');
    expect(given().refusal(setOverride('shop', 'api', 'qa'))).toBe('connection-unknown');
  });

  it('has nothing to disconnect or clear', () => {
    expect(given().when({ type: 'Disconnect', data: { at } })).toEqual([]);
    expect(given().when({ type: 'ClearDefaultBuildServer', data: { project: 'shop', at } })).toEqual([]);
  });
});

describe('an integration with one connection', () => {
  const one = given(added('qa'));

  it('refuses a second one with the same label', () => {
    expect(one.refusal(add('qa', 'other-token'))).toBe('label-duplicate');
  });

  it('refuses a second one with the same token', () => {
    expect(one.refusal(add('prod', 'qa-token'))).toBe('token-duplicate');
  });

  it('takes a second one with a label and a token of its own', () => {
    expect(one.when(add('prod'))).toEqual([added('prod')]);
  });

  it('replaces the token, also by the same one again', () => {
    expect(one.when(replace('qa', 'new'))).toEqual([
      { type: 'ConnectionTokenReplaced', data: { connection: 'qa', token: token('new'), at: later } },
    ]);
    expect(one.when(replace('qa', 'qa-token'))).toHaveLength(1);
  });

  it('does not lend one connection the token of another', () => {
    expect(given(added('qa'), added('prod')).refusal(replace('qa', 'prod-token'))).toBe('token-duplicate');
  });

  it('becomes the default build server of a project that has a code deployment', () => {
    expect(one.when(setDefault('shop', 'qa'))).toEqual([
      { type: 'DefaultBuildServerSet', data: { project: 'shop', connection: 'qa', at } },
    ]);
  });

  it('does not become the default build server of a project without a code deployment', () => {
    expect(one.refusal(setDefault('shop', 'qa', false))).toBe('code-deployment-unknown');
    expect(one.refusal(setOverride('shop', 'api', 'qa', false))).toBe('code-deployment-unknown');
  });

  it('is removed, and with it the integration, since it was the last', () => {
    expect(types(one.when(remove('qa')))).toEqual(['ConnectionRemoved', 'IntegrationDisconnected']);
  });
});

describe('an integration that projects read builds through', () => {
  const used = given(
    added('qa'),
    added('prod'),
    { type: 'DefaultBuildServerSet', data: { project: 'shop', connection: 'qa', at } },
    { type: 'DefaultBuildServerSet', data: { project: 'blog', connection: 'prod', at } },
    {
      type: 'CodeDeploymentBuildServerSet',
      data: { project: 'blog', codeDeployment: 'web', connection: 'qa', at },
    },
  );

  it('does nothing when a build server is set as it is', () => {
    expect(used.when(setDefault('shop', 'qa'))).toEqual([]);
    expect(used.when(setOverride('blog', 'web', 'qa'))).toEqual([]);
  });

  it('changes a default to another connection', () => {
    const events = used.when(setDefault('shop', 'prod'));
    expect(findDefault(used.after(...events), 'shop')).toEqual({ project: 'shop', connection: 'prod' });
  });

  it('clears a default and an override once', () => {
    const clear: IntegrationCommand = { type: 'ClearDefaultBuildServer', data: { project: 'shop', at } };
    const clearOwn: IntegrationCommand = {
      type: 'ClearCodeDeploymentBuildServer',
      data: { project: 'blog', codeDeployment: 'web', at },
    };
    expect(types(used.when(clear))).toEqual(['DefaultBuildServerCleared']);
    expect(types(used.when(clearOwn))).toEqual(['CodeDeploymentBuildServerCleared']);
    const cleared = used.after(...used.when(clear), ...used.when(clearOwn));
    expect(findDefault(cleared, 'shop')).toBeUndefined();
    expect(findOverride(cleared, { project: 'blog', codeDeployment: 'web' })).toBeUndefined();
    expect(integration.decide(clear, cleared)).toEqual([]);
    expect(integration.decide(clearOwn, cleared)).toEqual([]);
  });

  it('clears whatever used a removed connection, and keeps the rest connected', () => {
    expect(used.when(remove('qa'))).toEqual([
      { type: 'ConnectionRemoved', data: { connection: 'qa', at } },
      { type: 'DefaultBuildServerCleared', data: { project: 'shop', at } },
      { type: 'CodeDeploymentBuildServerCleared', data: { project: 'blog', codeDeployment: 'web', at } },
    ]);
    const left = used.after(...used.when(remove('qa')));
    expect(findConnection(left, 'qa')).toBeUndefined();
    expect(left.connections.map(({ id }) => id)).toEqual(['prod']);
    expect(left.defaults).toEqual([{ project: 'blog', connection: 'prod' }]);
  });

  it('is disconnected with all its connections and settings at once', () => {
    const events = used.when({ type: 'Disconnect', data: { at } });
    expect(types(events)).toEqual([
      'ConnectionRemoved',
      'ConnectionRemoved',
      'DefaultBuildServerCleared',
      'DefaultBuildServerCleared',
      'CodeDeploymentBuildServerCleared',
      'IntegrationDisconnected',
    ]);
    expect(used.after(...events)).toEqual(integration.initialState);
  });

  it('remembers when a token was replaced', () => {
    expect(findConnection(used.after(...used.when(replace('qa', 'new'))), 'qa')).toEqual({
      id: 'qa',
      label: 'qa',
      addedAt: at,
      replacedVersion: 'qa-token',
      tokenReplacedAt: later,
      token: token('new'),
      webhookSecrets: [],
    });
  });
});

function given(...events: IntegrationEvent[]) {
  const state = events.reduce(integration.evolve, integration.initialState);
  return {
    when: (command: IntegrationCommand) => integration.decide(command, state) as IntegrationEvent[],
    after: (...more: IntegrationEvent[]) => more.reduce(integration.evolve, state),
    refusal: (command: IntegrationCommand) => {
      try {
        return integration.decide(command, state);
      } catch (error) {
        if (error instanceof Refused) return error.code;
        throw error;
      }
    },
  };
}

function types(events: readonly IntegrationEvent[]): string[] {
  return events.map(({ type }) => type);
}

function token(uuid: string): CheckedToken {
  return { version: uuid, uuid, user: null, organizations: [], scopes: [], expiresAt: null };
}

function added(connection: string): IntegrationEvent {
  return {
    type: 'ConnectionAdded',
    data: { connection, label: connection, token: token(`${connection}-token`), at },
  };
}

function add(label: string, uuid = `${label}-token`): IntegrationCommand {
  return { type: 'AddConnection', data: { connection: label, label, token: token(uuid), at } };
}

function replace(connection: string, uuid: string): IntegrationCommand {
  return { type: 'ReplaceToken', data: { connection, token: token(uuid), at: later } };
}

function remove(connection: string): IntegrationCommand {
  return { type: 'RemoveConnection', data: { connection, at } };
}

function setDefault(project: string, connection: string, hasCodeDeployment = true): IntegrationCommand {
  return { type: 'SetDefaultBuildServer', data: { project, connection, hasCodeDeployment, at } };
}

function setOverride(
  project: string,
  codeDeployment: string,
  connection: string,
  isKnown = true,
): IntegrationCommand {
  return { type: 'SetCodeDeploymentBuildServer', data: { project, codeDeployment, connection, isKnown, at } };
}

describe('the webhook secrets of a connection', () => {
  const make = (version: string, connection = 'qa'): IntegrationCommand => ({
    type: 'MakeWebhookSecret',
    data: { connection, version, command: `command of ${version}`, at: later },
  });
  const withSecrets = (...versions: readonly string[]) => {
    const events: IntegrationEvent[] = [added('qa'), added('prod')];
    for (const version of versions) events.push(...given(...events).when(make(version)));
    return given(...events);
  };
  const secretsOf = (state: ReturnType<typeof given>, id = 'qa') =>
    findConnection(state.after(), id)?.webhookSecrets.map(({ version }) => version);

  it('are made for a connection that is there', () => {
    expect(given().refusal(make('one'))).toBe('connection-not-found');
    expect(withSecrets().when(make('one'))).toEqual([
      {
        type: 'ConnectionWebhookSecretMade',
        data: {
          connection: 'qa',
          version: 'one',
          command: 'command of one',
          former: null,
          outdated: null,
          at: later,
        },
      },
    ]);
  });

  it('stay valid until the next but one is made', () => {
    expect(secretsOf(withSecrets())).toEqual([]);
    expect(secretsOf(withSecrets('one'))).toEqual(['one']);
    expect(secretsOf(withSecrets('one', 'two'))).toEqual(['two', 'one']);
    expect(secretsOf(withSecrets('one', 'two', 'three'))).toEqual(['three', 'two']);
    expect(secretsOf(withSecrets('one', 'two', 'three'), 'prod')).toEqual([]);
  });

  it('name those that they follow', () => {
    const named = (...versions: readonly string[]) => withSecrets(...versions).when(make('new'))[0]?.data;
    expect(named('one')).toMatchObject({ former: 'one', outdated: null });
    expect(named('one', 'two')).toMatchObject({ former: 'two', outdated: 'one' });
    expect(named('one', 'two', 'three')).toMatchObject({ former: 'three', outdated: 'two' });
  });

  it('tell when and by which command they were made', () => {
    expect(findConnection(withSecrets('one').after(), 'qa')?.webhookSecrets).toEqual([
      { version: 'one', command: 'command of one', madeAt: later },
    ]);
  });

  it('are in use beside the token, and outlive it', () => {
    const replaced = withSecrets('one', 'two', 'three').after(...withSecrets().when(replace('qa', 'new')));
    const connection = findConnection(replaced, 'qa');
    expect(connection && versionsInUse(connection)).toEqual(['new', 'three', 'two']);
  });
});

describe('a token that was replaced', () => {
  it('is named until the next one is replaced', () => {
    const first = {
      type: 'ConnectionTokenReplaced',
      data: { connection: 'qa', token: token('new'), at },
    } as const;
    const second = {
      type: 'ConnectionTokenReplaced',
      data: { connection: 'qa', token: token('newer'), at },
    } as const;
    const replacedBy = (...facts: IntegrationEvent[]) =>
      findConnection(facts.reduce(integration.evolve, integration.initialState), 'qa')?.replacedVersion;

    expect(replacedBy(added('qa'))).toBeNull();
    expect(replacedBy(added('qa'), first)).toBe(token('qa-token').version);
    expect(replacedBy(added('qa'), first, second)).toBe(token('new').version);
  });
});
