import type { DatabaseSync } from 'node:sqlite';

interface PendingWrite {
  readonly write: () => void;
  readonly succeed: () => void;
  readonly fail: (error: unknown) => void;
}

/** Writes that come in the same turn of the event loop share one transaction, and so one wait for the disk. */
export class GroupCommit {
  #pending: PendingWrite[] = [];

  constructor(private readonly database: DatabaseSync) {}

  /** Runs `write` in the transaction that ends this turn; resolves with its result once that is on the disk. */
  run<Result>(write: () => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      let result: Result;
      this.#pending.push({
        write: () => (result = write()),
        succeed: () => resolve(result),
        fail: reject,
      });
      if (this.#pending.length === 1) setImmediate(() => this.flush());
    });
  }

  /** Commits now what waits. When one write fails, none of the transaction is kept and all of them reject. */
  flush(): void {
    const writes = this.#pending;
    this.#pending = [];
    if (writes.length === 0) return;
    try {
      this.database.exec('BEGIN IMMEDIATE');
      for (const { write } of writes) write();
      this.database.exec('COMMIT');
    } catch (error) {
      for (const { fail } of writes) fail(error);
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
      return;
    }
    for (const { succeed } of writes) succeed();
  }
}
