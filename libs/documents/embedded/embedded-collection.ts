import { checkQuery } from '../query.js';
import { storableText } from '../storable-text.js';
import type { Collection, CollectionDefinition, Document, Query, RevisedDocument } from '../port.js';
import type { Engine } from './engine.js';
import { revisedRowOf, rowOf, type Row } from './row.js';
import { selectBodies, selectCount } from './select.js';
import { sayingDuplicates } from './sqlite-errors.js';
import { tableOf, type Table } from './table.js';
import { insertSql, putNewerSql, putSql, type WriteSql } from './write-sql.js';

/** Documents of one kind in a table. */
export class EmbeddedCollection<D extends Document> implements Collection<D> {
  readonly #table: Table;

  constructor(
    private readonly definition: CollectionDefinition<D>,
    private readonly engine: Engine,
  ) {
    this.#table = tableOf(definition);
  }

  async get(id: string): Promise<D | undefined> {
    this.engine.check(this.#table);
    return this.#read(id);
  }

  async getMany(ids: readonly string[]): Promise<D[]> {
    this.engine.check(this.#table);
    return ids.map((id) => this.#read(id)).filter((document) => document !== undefined);
  }

  async find(query: Query): Promise<D[]> {
    this.engine.check(this.#table);
    checkQuery(this.definition, query);
    const { sql, parameters } = selectBodies(this.#table, query);
    const rows = this.engine.statements.prepare(sql).all(...parameters);
    return rows.map((row) => JSON.parse(row['body'] as string) as D);
  }

  async count(where: Query['where']): Promise<number> {
    this.engine.check(this.#table);
    checkQuery(this.definition, { where });
    const { sql, parameters } = selectCount(this.#table, where);
    return Number(this.engine.statements.prepare(sql).get(...parameters)?.['documents']);
  }

  async insertMissing(documents: readonly D[]): Promise<readonly string[]> {
    const rows = documents.map((document) => rowOf(this.#table, document));
    return this.#commit(rows, () => this.#write(rows, insertSql(this.#table)));
  }

  async put(documents: readonly D[]): Promise<void> {
    const rows = documents.map((document) => rowOf(this.#table, document));
    await this.#commit(rows, () => this.#write(rows, putSql(this.#table)));
  }

  async putNewer(documents: readonly (D & RevisedDocument)[]): Promise<readonly string[]> {
    const rows = documents.map((document) => revisedRowOf(this.#table, document));
    return this.#commit(rows, () => this.#write(rows, putNewerSql(this.#table)));
  }

  async replace(document: D & RevisedDocument, expected: number | undefined): Promise<boolean> {
    const rows = [revisedRowOf(this.#table, document)];
    const written = await this.#commit(rows, () => {
      const stored = this.engine.statements
        .prepare(`SELECT revision FROM ${this.#table.sql} WHERE id = ?`)
        .get(storableText(document.id));
      const isExpected = expected === undefined ? stored === undefined : stored?.['revision'] === expected;
      return isExpected ? this.#write(rows, putSql(this.#table)) : [];
    });
    return written.length > 0;
  }

  async remove(ids: readonly string[]): Promise<void> {
    this.engine.check(this.#table);
    const isThere = this.engine.statements.prepare(`SELECT 1 FROM ${this.#table.sql} WHERE id = ?`);
    const stored = ids.map(storableText).filter((id) => isThere.get(id) !== undefined);
    if (stored.length > 0 || this.engine.groupCommit.owesErasure)
      await this.engine.remove(this.#table, stored);
  }

  #read(id: string): D | undefined {
    const row = this.engine.statements
      .prepare(`SELECT body FROM ${this.#table.sql} WHERE id = ?`)
      .get(storableText(id));
    return row === undefined ? undefined : (JSON.parse(row['body'] as string) as D);
  }

  /** Does the writing of some rows in a transaction, all or nothing; the ids that it wrote. */
  async #commit(rows: readonly Row[], write: () => readonly string[]): Promise<readonly string[]> {
    this.engine.check(this.#table);
    if (rows.length === 0) return [];
    return this.engine.groupCommit.write(() => sayingDuplicates(this.#table.name, write));
  }

  #write(rows: readonly Row[], sql: WriteSql): readonly string[] {
    const statements = sql.map((text) => this.engine.statements.prepare(text));
    const written = rows.filter(({ values }) =>
      statements.some((statement) => statement.run(...values).changes === 1),
    );
    return [...new Set(written.map(({ id }) => id))];
  }
}
