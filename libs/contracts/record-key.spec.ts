import { publishedEvents } from './published-events.js';
import { recordKey } from './record-key.js';
import { acme, oneOfEach } from './testing/index.js';
import { topics } from './topics.js';

/** Design: facts and topics. */
const keyOfTopic: Record<string, string> = {
  [topics.integrations.name]: acme.organization,
  [topics.projects.name]: acme.organization,
  [topics.deploys.name]: `${acme.organization}:${acme.sha}`,
  [topics.builds.name]: `${acme.organization}:${acme.build}`,
  [topics.commitLookUps.name]: `${acme.organization}:${acme.sha}`,
  [topics.connectionHealth.name]: acme.connection,
  [topics.buildSnapshots.name]: acme.deploy,
};

describe('the key of a record', () => {
  it.each(oneOfEach().map((event) => ({ type: event.type, event })))(
    'of $type is that of its topic',
    ({ event }) => {
      expect(recordKey(event)).toBe(keyOfTopic[publishedEvents[event.type].topic.name]);
    },
  );

  it('is decided for every topic', () => {
    expect(Object.keys(keyOfTopic).toSorted()).toEqual(
      Object.values(topics)
        .map(({ name }) => name)
        .toSorted(),
    );
  });
});
