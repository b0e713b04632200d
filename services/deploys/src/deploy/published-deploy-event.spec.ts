import { decodeEvent } from '#libs/contracts';
import { acme, recordOf } from '#libs/contracts/testing';
import type { RecordedEvent } from '#libs/event-store';
import { deployStream, organizationOf } from './deploy-stream.js';
import type { DeployEvent } from './domain/events.js';
import { publishedDeployEvent } from './published-deploy-event.js';

const at = '2026-11-23T12:00:00.250Z';
const { deploy, sha, project, codeDeployment, environment, repository, deployedAt } = acme;
const details = { deploy, project, codeDeployment, environment, repository, sha, deployedAt, rollback: true };
const registered: DeployEvent = { type: 'DeployRegistered', data: { ...details, at } };
const deleted: DeployEvent = {
  type: 'DeployDeleted',
  data: { deploy, repository, sha, registeredAt: '2026-11-23T11:00:00.000Z', at },
};

function recorded({ type, data }: DeployEvent): RecordedEvent {
  return {
    id: '00000000-0000-4000-8000-00000000000d',
    type,
    data: { ...data },
    metadata: { by: 'key-1' },
    stream: deployStream({ organization: 'acme-labs', codeDeployment, environment }),
    revision: 3,
    position: '42',
    recordedAt: at,
  };
}

describe('The published form of a deploy', () => {
  it.each([
    [registered, 'sleuth.deploy-registered.v1', details],
    [deleted, 'sleuth.deploy-deleted.v1', { deploy, sha }],
  ])('of %j is %s', (fact, type, said) => {
    const stored = recorded(fact);
    const event = publishedDeployEvent(stored);
    expect(event).toMatchObject({ id: stored.id, type, time: at, source: '/services/deploys' });
    expect(event.data).toEqual({ organization: 'acme-labs', at, ...said });
  });

  it.each([registered, deleted])('is what consumers can read: %j', (fact) => {
    const event = publishedDeployEvent(recorded(fact));
    expect(decodeEvent(recordOf(event))).toEqual({ ok: true, event });
  });
});

describe('The stream of deploys', () => {
  it('is that of a code deployment in an environment, and tells whose it is', () => {
    const stream = deployStream({ organization: 'acme', codeDeployment: 'shop-web', environment: 'dev' });
    expect(stream).toBe('deploys-acme.shop-web.dev');
    expect(organizationOf(stream)).toBe('acme');
  });
});
