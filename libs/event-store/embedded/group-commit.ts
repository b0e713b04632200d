import type { DatabaseSync } from 'node:sqlite';
import { OutcomeUnknown, RevisionConflict } from '../errors.js';
import type { Append, WriteAppend } from './append.js';

interface Waiting {
  readonly append: Append;
  readonly resolve: (outcome: { readonly revision: number }) => void;
  readonly reject: (error: unknown) => void;
}

interface GroupCommitOptions {
  readonly database: DatabaseSync;
  readonly write: WriteAppend;
  /** Called after every transaction, before its appends resolve. */
  readonly onCommitted: () => void;
  readonly now: () => Date;
}

/** Settles one append; called once its transaction is through. */
type Settle = () => void;

/**
 * Puts the appends that come in one turn of the event loop into one transaction, so that they share one sync of the
 * disk. Each has its own savepoint: one that fails leaves the others alone.
 */
export class GroupCommit {
  readonly #database: DatabaseSync;
  readonly #options: GroupCommitOptions;
  readonly #statements;
  #waiting: Waiting[] = [];

  constructor(options: GroupCommitOptions) {
    const { database } = options;
    this.#database = database;
    this.#options = options;
    this.#statements = {
      begin: database.prepare('BEGIN IMMEDIATE'),
      savepoint: database.prepare('SAVEPOINT append'),
      release: database.prepare('RELEASE append'),
      rollbackAppend: database.prepare('ROLLBACK TO append'),
      commit: database.prepare('COMMIT'),
      rollback: database.prepare('ROLLBACK'),
    };
  }

  /**
   * Resolves once the append is on the disk.
   * @throws RevisionConflict when the stream has moved on
   * @throws OutcomeUnknown when SQLite failed, e.g. because the disk is full
   */
  append(append: Append): Promise<{ readonly revision: number }> {
    if (this.#waiting.length === 0) {
      setImmediate(() => this.flush());
    }
    return new Promise((resolve, reject) => this.#waiting.push({ append, resolve, reject }));
  }

  /** Writes what waits, now. */
  flush(): void {
    const group = this.#waiting;
    this.#waiting = [];
    if (group.length === 0) {
      return;
    }
    try {
      const settles = this.#inTransaction(group);
      this.#options.onCommitted();
      settles.forEach((settle) => settle());
    } catch (cause) {
      group.forEach(({ append, reject }) => reject(outcomeUnknown(append, cause)));
    }
  }

  #inTransaction(group: readonly Waiting[]): Settle[] {
    const recordedAt = this.#options.now().toISOString();
    this.#statements.begin.run();
    try {
      const settles = group.map((waiting) => this.#attempt(waiting, recordedAt));
      this.#statements.commit.run();
      return settles;
    } catch (error) {
      if (this.#database.isTransaction) {
        this.#statements.rollback.run();
      }
      throw error;
    }
  }

  #attempt({ append, resolve, reject }: Waiting, recordedAt: string): Settle {
    const { savepoint, release, rollbackAppend } = this.#statements;
    savepoint.run();
    try {
      const revision = this.#options.write(append, recordedAt);
      release.run();
      return () => resolve({ revision });
    } catch (error) {
      if (!this.#database.isTransaction) {
        throw error;
      }
      rollbackAppend.run();
      release.run();
      return () => reject(error instanceof RevisionConflict ? error : outcomeUnknown(append, error));
    }
  }
}

function outcomeUnknown({ stream }: Append, cause: unknown): OutcomeUnknown {
  return new OutcomeUnknown(stream, { cause });
}
