import type { DatabaseSync } from 'node:sqlite';
import { UnknownTopic } from '../errors.js';
import type { GroupCommit } from './group-commit.js';

/** One partition of a topic, with the number under which the file knows it. */
export interface Partition {
  readonly id: number;
  readonly topic: string;
  readonly number: number;
}

/** The topics that exist, with their partitions. */
export class TopicCatalogue {
  readonly #topics = new Map<string, readonly Partition[]>();

  constructor(
    private readonly database: DatabaseSync,
    private readonly commits: GroupCommit,
  ) {
    this.#load();
  }

  /**
   * The topic's partitions in order, at least one.
   * @throws UnknownTopic
   */
  partitions(topic: string): readonly Partition[] {
    const partitions = this.#topics.get(topic);
    if (partitions === undefined) throw new UnknownTopic(topic);
    return partitions;
  }

  /** Makes the topics that are missing; one that exists keeps its number of partitions. */
  async provision(topics: readonly { readonly name: string; readonly partitions: number }[]): Promise<void> {
    const impossible = topics.find(({ partitions }) => !Number.isInteger(partitions) || partitions < 1);
    if (impossible) throw new RangeError(`Topic ${impossible.name} needs at least one partition.`);
    const missing = topics.filter(({ name }) => !this.#topics.has(name));
    if (missing.length === 0) return;
    await this.commits.run(() => missing.forEach((topic) => this.#insert(topic)));
    this.#load();
  }

  #insert({ name, partitions }: { readonly name: string; readonly partitions: number }): void {
    const known = this.database.prepare('SELECT 1 FROM partitions WHERE topic = ?').get(name);
    if (known !== undefined) return;
    const insert = this.database.prepare('INSERT INTO partitions (topic, number) VALUES (?, ?)');
    for (let number = 0; number < partitions; number += 1) insert.run(name, number);
  }

  #load(): void {
    const rows = this.database
      .prepare('SELECT id, topic, number FROM partitions ORDER BY topic, number')
      .all();
    const partitions = rows.map((row) => ({
      id: Number(row['id']),
      topic: String(row['topic']),
      number: Number(row['number']),
    }));
    for (const [topic, own] of Map.groupBy(partitions, ({ topic }) => topic)) this.#topics.set(topic, own);
  }
}
