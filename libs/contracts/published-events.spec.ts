import { publishedEvents, type PublishedEventData } from './published-events.js';
import type {
  BuildSnapshotRevision,
  ConnectionHealthChanged,
  DeployRegistered,
  PublishedEvent,
} from './index.js';
import { aBuildObserved, aBuildSnapshotTaken, aDeployRegistered } from './testing/index.js';

describe('the published events', () => {
  it.each(Object.entries(publishedEvents))('%s is named after what happened', (type, { data }) => {
    const words = data.title.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();

    expect(type).toBe(`sleuth.${words}.v1`);
  });

  it.each(Object.entries(publishedEvents))('%s says in a sentence what happened', (_, { data }) => {
    expect(data.description).toMatch(/^[A-Z].{20,}\.$/);
  });

  it.each(Object.entries(publishedEvents))('%s names its tenant', (_, { data }) => {
    expect(data.required).toContain('organization');
  });
});

/** The compiler checks these: each line that must not compile is marked, and the mark itself fails if it does. */
describe('the types of the published events', () => {
  it('are those of their schemas', () => {
    const registered: PublishedEventData['sleuth.deploy-registered.v1'] = aDeployRegistered().data;
    const same: DeployRegistered = registered;
    const revision: BuildSnapshotRevision = aBuildSnapshotTaken().data;

    // @ts-expect-error the schema says boolean
    const rollback: PublishedEventData['sleuth.deploy-registered.v1']['rollback'] = 'yes';
    // @ts-expect-error the schema has no such field
    const more: keyof DeployRegistered = 'deployedBy';
    // @ts-expect-error not one of the certainties
    const certainty: BuildSnapshotRevision['content']['builds'][number]['certainty'] = 'sure';
    // @ts-expect-error not one of the changes
    const what: BuildSnapshotRevision['changes'][number]['what'] = 'build-painted';
    // @ts-expect-error not one of the states of health
    const health: ConnectionHealthChanged['health'] = 'tired';

    expect([same, revision, rollback, more, certainty, what, health]).toHaveLength(7);
  });

  it('narrow by the type of the event', () => {
    const events: PublishedEvent[] = [aBuildObserved(), aDeployRegistered()];

    const shas = events.map((event) => {
      if (event.type === 'sleuth.build-observed.v1') return event.data.build.sha;
      if (event.type === 'sleuth.deploy-registered.v1') return event.data.sha;
      // @ts-expect-error not every event is about a build
      return event.data.build as never;
    });

    expect(new Set(shas).size).toBe(1);
  });
});
