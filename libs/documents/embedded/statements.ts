import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Prepared statements, each made once. Their texts hold no values, so there are as many as the program has questions. */
export class Statements {
  readonly #prepared = new Map<string, StatementSync>();

  constructor(private readonly database: DatabaseSync) {}

  prepare(sql: string): StatementSync {
    const known = this.#prepared.get(sql);
    if (known !== undefined) return known;
    const statement = this.database.prepare(sql);
    this.#prepared.set(sql, statement);
    return statement;
  }
}
