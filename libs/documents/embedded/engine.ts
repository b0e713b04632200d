import type { DatabaseSync } from 'node:sqlite';
import { UnknownCollection } from '../errors.js';
import { Erasure } from './erasure.js';
import { GroupCommit } from './group-commit.js';
import { provisionTable, readTables } from './schema.js';
import { Statements } from './statements.js';
import type { Table } from './table.js';

/** What the collections of one file share. */
export class Engine {
  readonly statements: Statements;
  readonly groupCommit: GroupCommit;
  readonly erasure: Erasure;
  /** Signatures by name. */
  #tables: Map<string, string>;

  constructor(readonly database: DatabaseSync) {
    this.statements = new Statements(database);
    this.groupCommit = new GroupCommit(database);
    this.erasure = new Erasure(database, this.groupCommit);
    this.#tables = readTables(database);
  }

  get tables(): readonly string[] {
    return [...this.#tables.keys()];
  }

  /** @throws UnknownCollection when the table is not there with just these indexes: its columns would then be wrong */
  check(table: Table): void {
    if (!this.#isProvisioned(table)) throw new UnknownCollection(table.name);
  }

  async provision(tables: readonly Table[]): Promise<void> {
    const missing = tables.filter((table) => !this.#isProvisioned(table));
    if (missing.length === 0) return;
    await this.groupCommit.write(() => {
      for (const table of missing) provisionTable(this.database, table);
    });
    this.#tables = readTables(this.database);
  }

  async drop(name: string): Promise<void> {
    if (!this.#tables.has(name)) return;
    await this.groupCommit.erase(() => this.database.exec(`DROP TABLE IF EXISTS "${name}"`));
    this.#tables = readTables(this.database);
  }

  #isProvisioned({ name, signature }: Table): boolean {
    return this.#tables.get(name) === signature;
  }
}
