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
  readonly #erasures = new Map<string, Erasure>();
  /** Signatures by name. */
  #tables: Map<string, string>;

  constructor(readonly database: DatabaseSync) {
    this.statements = new Statements(database);
    this.groupCommit = new GroupCommit(database);
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

  /** Removes rows for good. The ids are as the column holds them. */
  remove({ name }: Table, ids: readonly string[]): Promise<void> {
    const erasure = this.#erasures.get(name) ?? new Erasure(this.database, this.groupCommit, name);
    this.#erasures.set(name, erasure);
    return erasure.remove(ids);
  }

  async drop(name: string): Promise<void> {
    if (!this.#tables.has(name)) return;
    await this.groupCommit.erase(() => this.database.exec(`DROP TABLE IF EXISTS "${name}"`));
    this.#tables = readTables(this.database);
  }

  /** Finishes what was asked for, then gives the file back. */
  async close(): Promise<void> {
    await Promise.all([...this.#erasures.values()].map((erasure) => erasure.finish()));
    this.groupCommit.flush();
    this.database.close();
  }

  #isProvisioned({ name, signature }: Table): boolean {
    return this.#tables.get(name) === signature;
  }
}
