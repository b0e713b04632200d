import { setTimeout } from 'node:timers/promises';
import type { DatabaseSync } from 'node:sqlite';
import type { GroupCommit } from './group-commit.js';
import { quoted } from './table.js';

interface Removal {
  /** As the column holds them. */
  readonly ids: readonly string[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** After an erasure the next one of the table waits this many times as long as it took, so that others get their turn. */
const restPerWork = 4;
/** The longest rest, in milliseconds. */
const longestRest = 1000;

/**
 * Removes rows of one table so that nothing of them stays in the file. `secure_delete` overwrites a deleted row where
 * it lies, but not the copies that earlier page splits left in the free space of neighbouring pages; so the rows that
 * stay are written anew and every old page of the table is overwritten. That costs as much as the table is large:
 * removals that come together share it.
 */
export class Erasure {
  #waiting: Removal[] = [];
  #running: Promise<void> | undefined;
  #restUntil = 0;
  readonly #hurry = new AbortController();

  constructor(
    private readonly database: DatabaseSync,
    private readonly groupCommit: GroupCommit,
    private readonly table: string,
  ) {}

  /** Resolves when the rows are gone from the file and the log; rejects when none of them is. */
  remove(ids: readonly string[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ids, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Erases without further rest what waits. */
  async finish(): Promise<void> {
    this.#hurry.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#rest();
      const began = performance.now();
      await this.#erase(this.#waiting.splice(0));
      const now = performance.now();
      this.#restUntil = now + Math.min(restPerWork * (now - began), longestRest);
    }
    this.#running = undefined;
  }

  async #erase(removals: readonly Removal[]): Promise<void> {
    const ids = removals.flatMap((removal) => removal.ids);
    try {
      await this.groupCommit.erase(() => eraseRows(this.database, this.table, ids));
      for (const { resolve } of removals) resolve();
    } catch (error) {
      for (const { reject } of removals) reject(error);
    }
  }

  async #rest(): Promise<void> {
    const left = this.#restUntil - performance.now();
    if (left <= 0 || this.#hurry.signal.aborted) return;
    await setTimeout(left, undefined, { signal: this.#hurry.signal }).catch((error: unknown) => {
      if (!this.#hurry.signal.aborted) throw error;
    });
  }
}

function eraseRows(database: DatabaseSync, table: string, ids: readonly string[]): void {
  const target = `main.${quoted(table)}`;
  const removeOne = database.prepare(`DELETE FROM ${target} WHERE id = ?`);
  const removed = ids.reduce((sum, id) => sum + Number(removeOne.run(id).changes), 0);
  if (removed === 0) return;
  database.exec(`
    CREATE TEMP TABLE kept AS SELECT * FROM ${target} ORDER BY rowid;
    DELETE FROM ${target};
    INSERT INTO ${target} SELECT * FROM temp.kept ORDER BY rowid;
    DROP TABLE temp.kept;
  `);
}
