import { deadLetterTopic, type TopicDefinition } from '#libs/contracts';

/** The dead-letter topics of a group that reads these topics, to be provisioned with them: one partition each. */
export function deadLetterTopics(group: string, topics: readonly string[]): TopicDefinition[] {
  return topics.map((topic) => ({ name: deadLetterTopic(topic, group), partitions: 1 }));
}
