import { decodeEvent, type PublishedEventType } from '#libs/contracts';
import { recordOf } from '#libs/contracts/testing';
import type { RecordedEvent } from '#libs/event-store';
import { randomUUID } from 'node:crypto';
import { aCheckedToken } from '../testing/checked-token.js';
import type { IntegrationEvent } from './domain/events.js';
import { publishedIntegrationEvent } from './published-integration-event.js';

const at = '2026-03-01T10:00:00.000Z';
const connection = '00000000-0000-4000-8000-0000000000c1';
const version = '00000000-0000-4000-8000-0000000000f1';
const project = 'shop';
const codeDeployment = 'shop-web';
const token = aCheckedToken({ version, expiresAt: '2027-03-01T10:00:00.000Z' });
const shownToken = {
  tokenVersion: version,
  buildkiteUser: '00000000-0000-4000-8000-0000000000e1',
  buildkiteOrganizations: ['acme-inc'],
  scopes: ['read_builds', 'read_organizations', 'read_pipelines', 'read_user'],
  tokenExpiresAt: '2027-03-01T10:00:00.000Z',
};

/** Of every stored fact its published type, and what it says beside organization, time and sequence. */
const facts: readonly (readonly [IntegrationEvent, PublishedEventType, object])[] = [
  [
    { type: 'ConnectionAdded', data: { connection, label: 'QA', token, at } },
    'sleuth.connection-added.v1',
    { connection, label: 'QA', ...shownToken },
  ],
  [
    { type: 'ConnectionTokenReplaced', data: { connection, token, at } },
    'sleuth.connection-token-replaced.v1',
    { connection, ...shownToken },
  ],
  [
    {
      type: 'ConnectionWebhookSecretMade',
      data: { connection, version, command: 'canary', former: null, outdated: null, at },
    },
    'sleuth.connection-webhook-secret-made.v1',
    { connection, secretVersion: version, formerSecretVersion: null },
  ],
  [{ type: 'ConnectionRemoved', data: { connection, at } }, 'sleuth.connection-removed.v1', { connection }],
  [
    { type: 'DefaultBuildServerSet', data: { project, connection, at } },
    'sleuth.default-build-server-set.v1',
    { project, connection },
  ],
  [
    { type: 'DefaultBuildServerCleared', data: { project, at } },
    'sleuth.default-build-server-cleared.v1',
    { project },
  ],
  [
    { type: 'CodeDeploymentBuildServerSet', data: { project, codeDeployment, connection, at } },
    'sleuth.code-deployment-build-server-set.v1',
    { project, codeDeployment, connection },
  ],
  [
    { type: 'CodeDeploymentBuildServerCleared', data: { project, codeDeployment, at } },
    'sleuth.code-deployment-build-server-cleared.v1',
    { project, codeDeployment },
  ],
  [{ type: 'IntegrationDisconnected', data: { at } }, 'sleuth.integration-disconnected.v1', {}],
];

function recorded({ type, data }: IntegrationEvent): RecordedEvent {
  return {
    id: randomUUID(),
    type,
    data: { ...data },
    metadata: { by: 'key-1' },
    stream: 'buildkiteIntegration-acme',
    revision: 7,
    position: '42',
    recordedAt: at,
  };
}

describe('The published form', () => {
  it.each(facts)('of %j is %s', (fact, type, said) => {
    const stored = recorded(fact);
    const event = publishedIntegrationEvent(stored);
    expect(event).toMatchObject({ id: stored.id, type, time: at, source: '/services/connections' });
    expect(event.data).toEqual({ organization: 'acme', at, sequence: 7, ...said });
  });

  it.each(facts)('of %j is what consumers can read', (fact) => {
    const event = publishedIntegrationEvent(recorded(fact));
    expect(decodeEvent(recordOf(event))).toEqual({ ok: true, event });
  });

  it('names no user when Buildkite named none', () => {
    const anonymous = aCheckedToken({ version, user: null });
    const fact = {
      type: 'ConnectionAdded',
      data: { connection, label: 'QA', token: anonymous, at },
    } as const;
    const event = publishedIntegrationEvent(recorded(fact));
    expect(event.data).toMatchObject({ buildkiteUser: null, tokenExpiresAt: null });
    expect(decodeEvent(recordOf(event))).toEqual({ ok: true, event });
  });

  it('tells neither names, addresses nor the id of the token', () => {
    const [added] = facts;
    const text = JSON.stringify(publishedIntegrationEvent(recorded(added?.[0] ?? ({} as IntegrationEvent))));
    for (const own of ['Ada Example', 'ada@example.com', token.uuid]) expect(text).not.toContain(own);
  });

  it('is there for every stored type', () => {
    const types = facts.map(([, type]) => type);
    expect(new Set(types).size).toBe(9);
  });
});
