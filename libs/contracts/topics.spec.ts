import { deadLetterTopic, topics } from './topics.js';

describe('the topics', () => {
  it.each(Object.values(topics))('$name has a version in its name and partitions', ({ name, partitions }) => {
    expect(name).toMatch(/^sleuth\.[a-z]+(-[a-z]+)*\.v\d+$/);
    expect(partitions).toBeGreaterThan(1);
  });

  it('have different names', () => {
    const names = Object.values(topics).map(({ name }) => name);

    expect(new Set(names).size).toBe(names.length);
  });

  it('keep the dead letters of each consumer group apart', () => {
    expect(deadLetterTopic('sleuth.builds.v1', 'deploys')).toBe('sleuth.builds.v1.deploys.dead-letters');
    expect(deadLetterTopic('sleuth.builds.v1', 'deploys')).not.toBe(
      deadLetterTopic('sleuth.builds.v1', 'builds'),
    );
  });
});
