import { deadLetterTopics } from './dead-letter-topics.js';

describe('The dead-letter topics of a group', () => {
  it('are one per topic that it reads, with one partition', () => {
    expect(deadLetterTopics('deploys', ['sleuth.builds.v1', 'sleuth.projects.v1'])).toEqual([
      { name: 'sleuth.builds.v1.deploys.dead-letters', partitions: 1 },
      { name: 'sleuth.projects.v1.deploys.dead-letters', partitions: 1 },
    ]);
  });

  it('are none for a group that reads nothing', () => {
    expect(deadLetterTopics('deploys', [])).toEqual([]);
  });
});
