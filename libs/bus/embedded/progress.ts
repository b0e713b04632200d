import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { GroupCommit } from './group-commit.js';
import type { Partition } from './topic-catalogue.js';

/** How far each consumer group is in each partition. */
export class Progress {
  readonly #select: StatementSync;
  readonly #upsert: StatementSync;

  constructor(
    database: DatabaseSync,
    private readonly commits: GroupCommit,
  ) {
    this.#select = database.prepare(
      'SELECT next_offset FROM progress WHERE consumer_group = ? AND partition = ?',
    );
    this.#upsert = database.prepare(
      `INSERT INTO progress (consumer_group, partition, next_offset) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET next_offset = excluded.next_offset`,
    );
  }

  /** The offset of the first record that the group has not handled yet; 0 for a new group. */
  load(group: string, partition: Partition): number {
    return Number(this.#select.get(group, partition.id)?.['next_offset'] ?? 0);
  }

  /** Durable when it resolves. */
  save(group: string, partition: Partition, nextOffset: number): Promise<void> {
    return this.commits.run(() => void this.#upsert.run(group, partition.id, nextOffset));
  }
}
