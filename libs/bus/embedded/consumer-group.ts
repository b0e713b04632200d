import type { Member } from './member.js';
import { PartitionLane, type LaneContext } from './partition-lane.js';
import type { Partition, TopicCatalogue } from './topic-catalogue.js';

/** The members that share progress under one name, and which partition is whose. */
export class ConsumerGroup {
  readonly #members = new Set<Member>();
  readonly #lanes = new Map<number, PartitionLane>();
  readonly #context: LaneContext;

  constructor(
    private readonly topics: TopicCatalogue,
    context: Omit<LaneContext, 'onFailure'>,
  ) {
    this.#context = { ...context, onFailure: (member, error) => this.#fail(member, error) };
  }

  get members(): readonly Member[] {
    return [...this.#members];
  }

  /** Takes the member in and shares the partitions anew. */
  join(member: Member): void {
    this.#members.add(member);
    this.#share(member.topics);
  }

  /** Shares the member's partitions among the others and waits for what it has in hand. */
  async leave(member: Member): Promise<void> {
    if (this.#members.delete(member)) this.#share(member.topics);
    await member.end();
  }

  /** These partitions have new records. */
  wake(partitions: Iterable<Partition>): void {
    for (const { id } of partitions) this.#lanes.get(id)?.wake();
  }

  #share(topics: readonly string[]): void {
    for (const topic of new Set(topics)) {
      const members = this.members.filter((member) => member.topics.includes(topic));
      for (const partition of this.topics.partitions(topic)) {
        this.#lane(partition).assign(members[partition.number % members.length]);
      }
    }
  }

  #lane(partition: Partition): PartitionLane {
    const known = this.#lanes.get(partition.id);
    if (known) return known;
    const lane = new PartitionLane(partition, this.#context);
    this.#lanes.set(partition.id, lane);
    return lane;
  }

  #fail(member: Member, error: unknown): void {
    member.fail(error);
    if (this.#members.delete(member)) this.#share(member.topics);
  }
}
