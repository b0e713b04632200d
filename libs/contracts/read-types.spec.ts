import { readType, readTypes } from './read-types.js';
import { publishedEvents, isPublishedEventType } from './published-events.js';
import { topics } from './topics.js';

describe('the types that are read from a topic', () => {
  it('are those published on it', () => {
    expect(readTypes('sleuth.deploys.v1')).toEqual([
      'sleuth.deploy-registered.v1',
      'sleuth.deploy-deleted.v1',
    ]);
  });

  it('are together all types, each on one topic', () => {
    const all = Object.values(topics).flatMap(({ name }) => readTypes(name));

    expect(all.toSorted()).toEqual(Object.keys(publishedEvents).toSorted());
  });

  it('are none for a topic that is not known', () => {
    expect(readTypes('sleuth.weather.v1')).toEqual([]);
    expect(readTypes('constructor')).toEqual([]);
  });
});

describe('reading the type of an event', () => {
  it('knows the types of the topic', () => {
    expect(readType('sleuth.builds.v1', 'sleuth.build-observed.v1')).toEqual({
      ok: true,
      type: 'sleuth.build-observed.v1',
    });
  });

  it.each(['sleuth.build-observed.v2', 'sleuth.build-observed.v10', 'sleuth.build-observed.v0'])(
    'tells %s apart: the name is known, the version is not',
    (type) => {
      expect(readType('sleuth.builds.v1', type)).toMatchObject({ ok: false, reason: 'unsupported-version' });
    },
  );

  it.each([
    'sleuth.build-vanished.v1',
    'sleuth.build-observed',
    'sleuth.build-observed.v',
    'sleuth.build-observed.vNext',
    'build-observed.v1',
    '',
    '__proto__',
    'toString',
  ])('does not know "%s"', (type) => {
    expect(readType('sleuth.builds.v1', type)).toMatchObject({ ok: false, reason: 'unknown-type' });
  });

  it('does not read an event from the topic of others', () => {
    expect(readType('sleuth.deploys.v1', 'sleuth.build-observed.v1')).toMatchObject({
      reason: 'unknown-type',
    });
    expect(readType('sleuth.deploys.v1', 'sleuth.build-observed.v2')).toMatchObject({
      reason: 'unknown-type',
    });
  });
});

describe('a published event type', () => {
  it('is one of the table and nothing that every object has', () => {
    expect(isPublishedEventType('sleuth.deploy-deleted.v1')).toBe(true);
    expect(isPublishedEventType('sleuth.deploy-deleted.v2')).toBe(false);
    expect(isPublishedEventType('hasOwnProperty')).toBe(false);
  });
});
