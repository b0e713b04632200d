import type { Connection, Integration } from '../integration/domain/state.js';
import { aCheckedToken } from '../testing/checked-token.js';
import { inspect, viewOf } from './connection-view.js';

const now = new Date('2026-03-01T12:00:00.000Z');
const all = [
  'read_builds',
  'read_organizations',
  'read_pipelines',
  'read_user',
  'read_artifacts',
  'write_builds',
];

function aConnection(changes: Partial<Connection> = {}, token = aCheckedToken({ scopes: all })): Connection {
  return {
    id: 'qa',
    label: 'For QA environment',
    addedAt: '2026-02-01T09:00:00.000Z',
    tokenReplacedAt: null,
    replacedVersion: null,
    webhookSecrets: [],
    token,
    ...changes,
  };
}

describe('A connection as it is shown', () => {
  it('says who, what and how long, and nothing that names the token itself', () => {
    const view = viewOf(aConnection({ tokenReplacedAt: '2026-02-10T09:00:00.000Z' }), now);
    expect(view).toEqual({
      id: 'qa',
      label: 'For QA environment',
      addedAt: '2026-02-01T09:00:00.000Z',
      tokenReplacedAt: '2026-02-10T09:00:00.000Z',
      buildkite: {
        user: { name: 'Ada Example', email: 'ada@example.com' },
        organizations: [{ slug: 'acme-inc', name: 'Acme Inc' }],
        scopes: all,
        missingOptionalScopes: [],
        tokenExpiresAt: null,
      },
      warnings: [],
    });
  });

  it('has no user when Buildkite named none', () => {
    expect(viewOf(aConnection({}, aCheckedToken({ user: null })), now).buildkite.user).toBeNull();
  });

  it('warns of each optional scope that is missing', () => {
    const view = viewOf(aConnection({}, aCheckedToken()), now);
    expect(view.buildkite.missingOptionalScopes).toEqual(['read_artifacts', 'write_builds']);
    expect(view.warnings).toEqual([
      'The token lacks the optional scope read_artifacts.',
      'The token lacks the optional scope write_builds.',
    ]);
  });

  it.each([
    ['2026-03-01T11:59:59.999Z', 'The token expired at 2026-03-01T11:59:59.999Z. Replace it.'],
    ['2026-03-02T12:00:00.000Z', 'The token expires at 2026-03-02T12:00:00.000Z. Replace it before then.'],
  ])('warns of a token that ends at %s', (expiresAt, warning) => {
    const token = aCheckedToken({ scopes: all, expiresAt });
    const view = viewOf(aConnection({}, token), now);
    expect(view.buildkite.tokenExpiresAt).toBe(expiresAt);
    expect(view.warnings).toEqual([warning]);
  });
});

describe('A connection that is inspected', () => {
  const integration: Integration = {
    connections: [],
    defaults: [
      { project: 'shop', connection: 'qa' },
      { project: 'docs', connection: 'other' },
      { project: 'api', connection: 'qa' },
    ],
    overrides: [
      { project: 'shop', codeDeployment: 'shop-web', connection: 'other' },
      { project: 'docs', codeDeployment: 'docs-site', connection: 'qa' },
    ],
  };

  it('says what it is used for, and not what others are', () => {
    expect(inspect(aConnection(), integration, [], now)).toMatchObject({
      id: 'qa',
      defaultFor: ['shop', 'api'],
      buildServerFor: [{ project: 'docs', codeDeployment: 'docs-site' }],
      health: { state: 'healthy' },
    });
  });

  it('says how webhooks are set up', () => {
    const { webhook } = inspect(aConnection(), integration, [], now, 'https://sleuth.acme.dev');
    expect(webhook.url).toBe('https://sleuth.acme.dev/v1/webhooks/buildkite/qa');
  });

  it('says how it is: what was told of its token, and how long that has left', () => {
    const told = {
      code: 'scope-missing',
      detail: 'The token lacks a scope.',
      since: '2026-03-01T11:00:00.000Z',
      buildkiteOrganization: null,
    } as const;
    const token = aCheckedToken({ expiresAt: '2026-03-02T00:00:00.000Z' });
    const { health } = inspect(aConnection({}, token), integration, [told], now);
    expect(health).toMatchObject({ state: 'scope-missing', problems: [told, { code: 'token-expiring' }] });
  });

  it.each([
    ['2026-03-01T00:00:00.000Z', 'token-expired', 1],
    ['2026-03-02T00:00:00.000Z', 'token-expiring', 1],
    ['2027-03-02T00:00:00.000Z', 'healthy', 0],
  ])('with a token that ends at %s is %s', (expiresAt, state, count) => {
    const { health } = inspect(aConnection({}, aCheckedToken({ expiresAt })), integration, [], now);
    expect(health.state).toBe(state);
    expect(health.problems).toHaveLength(count);
  });
});
