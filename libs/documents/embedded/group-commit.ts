import type { DatabaseSync } from 'node:sqlite';

interface PendingWrite {
  readonly work: () => void;
  /** Whether the log must hold nothing old before `succeed` is called. */
  readonly erases: boolean;
  readonly succeed: () => void;
  readonly fail: (error: unknown) => void;
}

/** Writes that come in the same turn of the event loop share one transaction, and so one wait for the disk. */
export class GroupCommit {
  #pending: PendingWrite[] = [];
  #logIsEmpty = true;

  constructor(private readonly database: DatabaseSync) {}

  /** Whether an erasure was committed and the log could not be emptied since. */
  get owesErasure(): boolean {
    return !this.#logIsEmpty;
  }

  /**
   * Runs `work` in the transaction that ends this turn; resolves with its result once that is on the disk. When `work`
   * throws, nothing of it is kept and the promise rejects; the other writes of the turn are not touched.
   */
  write<Result>(work: () => Result): Promise<Result> {
    return this.#add(work, false);
  }

  /** As `write`; resolves once the log holds nothing of before the transaction either. */
  erase<Result>(work: () => Result): Promise<Result> {
    return this.#add(work, true);
  }

  /** Commits now what waits. */
  flush(): void {
    const writes = this.#pending;
    this.#pending = [];
    if (writes.length === 0) return;
    const failures = new Map<PendingWrite, unknown>();
    try {
      this.#commit(writes, failures);
      if (writes.some((write) => write.erases && !failures.has(write))) this.#logIsEmpty = false;
    } catch (error) {
      if (this.database.isOpen && this.database.isTransaction) this.database.exec('ROLLBACK');
      for (const { fail } of writes) fail(error);
      return;
    }
    this.#emptyLog(writes, failures);
    for (const write of writes) {
      if (failures.has(write)) write.fail(failures.get(write));
      else write.succeed();
    }
  }

  #add<Result>(work: () => Result, erases: boolean): Promise<Result> {
    return new Promise((resolve, reject) => {
      let result: Result;
      const succeed = () => resolve(result);
      this.#pending.push({ work: () => (result = work()), erases, succeed, fail: reject });
      if (this.#pending.length === 1) setImmediate(() => this.flush());
    });
  }

  #commit(writes: readonly PendingWrite[], failures: Map<PendingWrite, unknown>): void {
    this.database.exec('BEGIN IMMEDIATE');
    for (const write of writes) {
      this.database.exec('SAVEPOINT one');
      try {
        write.work();
      } catch (error) {
        // A full disk and its like end the whole transaction, savepoints included.
        if (!this.database.isTransaction) throw error;
        this.database.exec('ROLLBACK TO one');
        failures.set(write, error);
      }
      this.database.exec('RELEASE one');
    }
    this.database.exec('COMMIT');
  }

  /** A commit only adds to the log; what it overwrote stays there until the log is worked into the file and cut. */
  #emptyLog(writes: readonly PendingWrite[], failures: Map<PendingWrite, unknown>): void {
    const erasures = writes.filter((write) => write.erases && !failures.has(write));
    if (erasures.length === 0) return;
    try {
      const outcome = this.database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
      if (outcome?.['busy'] !== 0) throw new Error('The log could not be emptied; try again.');
      this.#logIsEmpty = true;
    } catch (error) {
      for (const write of erasures) failures.set(write, error);
    }
  }
}
