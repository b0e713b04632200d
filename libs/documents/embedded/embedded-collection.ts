import { checkQuery } from '../query.js';
import type { Collection, CollectionDefinition, Document, Query, RevisedDocument } from '../port.js';
import type { Engine } from './engine.js';
import { revisedRowOf, rowOf, type Row } from './row.js';
import { selectBodies, selectCount } from './select.js';
import { sqlText } from './sql-value.js';
import { sayingDuplicates } from './sqlite-errors.js';
import { tableOf, type Table } from './table.js';

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
    return this.#write(
      documents.map((document) => rowOf(this.#table, document)),
      `${this.#insert()} ON CONFLICT (id) DO NOTHING`,
    );
  }

  async put(documents: readonly D[]): Promise<void> {
    await this.#write(
      documents.map((document) => rowOf(this.#table, document)),
      `${this.#insert()} ON CONFLICT (id) DO UPDATE SET ${this.#assignments()}`,
    );
  }

  async putNewer(documents: readonly (D & RevisedDocument)[]): Promise<readonly string[]> {
    return this.#write(
      documents.map((document) => revisedRowOf(this.#table, document)),
      `${this.#insert()} ON CONFLICT (id) DO UPDATE SET ${this.#assignments()}
       WHERE revision IS NULL OR revision < excluded.revision`,
    );
  }

  async replace(document: D & RevisedDocument, expected: number | undefined): Promise<boolean> {
    if (expected === undefined) return (await this.#insertRevised(document)).length > 0;
    this.engine.check(this.#table);
    const { values } = revisedRowOf(this.#table, document);
    const { sql, columns } = this.#table;
    const assignments = columns.map((column) => `${column} = ?`).join(', ');
    const update = this.engine.statements.prepare(
      `UPDATE ${sql} SET ${assignments} WHERE id = ? AND revision = ?`,
    );
    const { changes } = await this.engine.groupCommit.write(() =>
      sayingDuplicates(this.#table.name, () => update.run(...values, sqlText(document.id), expected)),
    );
    return changes === 1;
  }

  async remove(ids: readonly string[]): Promise<void> {
    this.engine.check(this.#table);
    const isThere = this.engine.statements.prepare(`SELECT 1 FROM ${this.#table.sql} WHERE id = ?`);
    const stored = ids.map(sqlText).filter((id) => isThere.get(id) !== undefined);
    if (stored.length > 0 || this.engine.groupCommit.owesErasure)
      await this.engine.remove(this.#table, stored);
  }

  #insertRevised(document: D & RevisedDocument): Promise<readonly string[]> {
    return this.#write(
      [revisedRowOf(this.#table, document)],
      `${this.#insert()} ON CONFLICT (id) DO NOTHING`,
    );
  }

  #read(id: string): D | undefined {
    const row = this.engine.statements
      .prepare(`SELECT body FROM ${this.#table.sql} WHERE id = ?`)
      .get(sqlText(id));
    return row === undefined ? undefined : (JSON.parse(row['body'] as string) as D);
  }

  /** Runs the statement for each row, all or none; the ids of the rows that it wrote. */
  async #write(rows: readonly Row[], sql: string): Promise<readonly string[]> {
    this.engine.check(this.#table);
    if (rows.length === 0) return [];
    const statement = this.engine.statements.prepare(sql);
    return this.engine.groupCommit.write(() =>
      sayingDuplicates(this.#table.name, () => {
        const written = rows.filter(({ values }) => statement.run(...values).changes === 1);
        return [...new Set(written.map(({ id }) => id))];
      }),
    );
  }

  #insert(): string {
    const { sql, columns } = this.#table;
    return `INSERT INTO ${sql} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
  }

  #assignments(): string {
    return this.#table.columns.map((column) => `${column} = excluded.${column}`).join(', ');
  }
}
