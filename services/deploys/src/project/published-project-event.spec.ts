import { decodeEvent, type PublishedEventType } from '#libs/contracts';
import { recordOf } from '#libs/contracts/testing';
import type { RecordedEvent } from '#libs/event-store';
import { randomUUID } from 'node:crypto';
import type { ProjectEvent } from './domain/events.js';
import { publishedProjectEvent } from './published-project-event.js';

const at = '2026-11-23T12:00:00.000Z';
const project = 'shop';
const codeDeployment = 'shop-web';
const details = {
  project,
  codeDeployment,
  name: 'Shop web',
  repository: 'github.com/acme/shop',
  branch: 'main',
};
const environment = { project, environment: 'production', name: 'Production', isDefault: true };

/** Of every stored fact its published type, and what it says beside organization, time and sequence. */
const facts: readonly (readonly [ProjectEvent, PublishedEventType, object])[] = [
  [
    { type: 'ProjectCreated', data: { project, name: 'Shop', at } },
    'sleuth.project-created.v1',
    { project, name: 'Shop' },
  ],
  [{ type: 'EnvironmentAdded', data: { ...environment, at } }, 'sleuth.environment-added.v1', environment],
  [{ type: 'CodeDeploymentAdded', data: { ...details, at } }, 'sleuth.code-deployment-added.v1', details],
  [
    { type: 'CodeDeploymentChanged', data: { ...details, branch: null, at } },
    'sleuth.code-deployment-changed.v1',
    { ...details, branch: null },
  ],
  [
    { type: 'CodeDeploymentRemoved', data: { project, codeDeployment, at } },
    'sleuth.code-deployment-removed.v1',
    { project, codeDeployment },
  ],
];

function recorded({ type, data }: ProjectEvent): RecordedEvent {
  return {
    id: randomUUID(),
    type,
    data: { ...data },
    metadata: { by: 'key-1' },
    stream: 'projects-acme',
    revision: 3,
    position: '42',
    recordedAt: at,
  };
}

describe('The published form', () => {
  it.each(facts)('of %j is %s', (fact, type, said) => {
    const stored = recorded(fact);
    const event = publishedProjectEvent(stored);
    expect(event).toMatchObject({ id: stored.id, type, time: at, source: '/services/deploys' });
    expect(event.data).toEqual({ organization: 'acme', at, sequence: 3, ...said });
  });

  it.each(facts)('of %j is what consumers can read', (fact) => {
    const event = publishedProjectEvent(recorded(fact));
    expect(decodeEvent(recordOf(event))).toEqual({ ok: true, event });
  });
});
