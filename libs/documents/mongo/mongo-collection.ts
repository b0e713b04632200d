import { DocumentsUnreachable } from '../errors.js';
import { checkQuery } from '../query.js';
import type { Collection, CollectionDefinition, Document, Query, RevisedDocument } from '../port.js';
import { storableText } from '../storable-text.js';
import { writeThroughConflicts } from './conflicts.js';
import type { Connected } from './connect.js';
import { filterOf, sortOf } from './filter.js';
import { layoutOf, type Layout } from './layout.js';
import type { ProvisionedCollections } from './provisioned-collections.js';
import { oneForEachId, revisedRowOf, rowOf } from './row.js';
import { documentOf } from './stored-document.js';
import { StoredDocuments } from './stored-documents.js';
import type { Outcome, Write } from './unordered-writes.js';
import { insertion, overwriting, overwritingOlder, removal, replacement } from './writes.js';

/** Documents of one kind in a collection of MongoDB. */
export class MongoCollection<D extends Document> implements Collection<D> {
  readonly #layout: Layout;
  readonly #stored: StoredDocuments;

  constructor(
    private readonly definition: CollectionDefinition<D>,
    private readonly connected: Connected,
    private readonly provisioned: ProvisionedCollections,
  ) {
    this.#layout = layoutOf(definition);
    this.#stored = new StoredDocuments(connected, definition.name);
  }

  async get(id: string): Promise<D | undefined> {
    await this.#check();
    const stored = await this.#stored.one(storableText(id));
    return stored === null ? undefined : documentOf<D>(stored);
  }

  async getMany(ids: readonly string[]): Promise<D[]> {
    await this.#check();
    const stored = await this.#stored.some(ids.map(storableText));
    const found = new Map(stored.map(documentOf<D>).map((document) => [document.id, document]));
    return ids.map((id) => found.get(id)).filter((document) => document !== undefined);
  }

  async find(query: Query): Promise<D[]> {
    await this.#check();
    checkQuery(this.definition, query);
    const stored = await this.#stored.find(filterOf(query.where), sortOf(query), query.limit);
    return stored.map(documentOf<D>);
  }

  async count(where: Query['where']): Promise<number> {
    await this.#check();
    checkQuery(this.definition, { where });
    return this.#stored.count(filterOf(where));
  }

  async insertMissing(documents: readonly D[]): Promise<readonly string[]> {
    const rows = oneForEachId(
      documents.map((document) => rowOf(this.#layout, document)),
      () => false,
    );
    await this.#check();
    const { conflicts } = await this.#write(rows.map(insertion));
    return rows.filter((_row, place) => !conflicts.has(place)).map(({ id }) => id);
  }

  async put(documents: readonly D[]): Promise<void> {
    const rows = oneForEachId(
      documents.map((document) => rowOf(this.#layout, document)),
      () => true,
    );
    await this.#check();
    const unwritten = await writeThroughConflicts(rows, this.#write, overwriting, overwriting);
    if (unwritten.length === 0) return;
    throw new DocumentsUnreachable(this.connected.hosts, 'others keep writing the same documents');
  }

  async putNewer(documents: readonly (D & RevisedDocument)[]): Promise<readonly string[]> {
    const rows = oneForEachId(
      documents.map((document) => revisedRowOf(this.#layout, document)),
      (later, earlier) => later.revision > earlier.revision,
    );
    await this.#check();
    const there = await this.#stored.revisions(rows.map(({ stored }) => stored._id));
    const newer = rows.filter(({ stored, revision }) => !((there.get(stored._id) ?? -Infinity) >= revision));
    const stale = await writeThroughConflicts(
      newer,
      this.#write,
      (row) => (there.has(row.stored._id) ? overwritingOlder(row) : insertion(row)),
      overwritingOlder,
    );
    const unwritten = new Set(stale);
    return newer.filter((row) => !unwritten.has(row)).map(({ id }) => id);
  }

  async replace(document: D & RevisedDocument, expected: number | undefined): Promise<boolean> {
    const row = revisedRowOf(this.#layout, document);
    await this.#check();
    if (expected === undefined) return (await this.#write([insertion(row)])).conflicts.size === 0;
    return (await this.#write([replacement(row, expected)])).matched === 1;
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.#check();
    await this.#write(ids.map(storableText).map(removal));
  }

  #check(): Promise<void> {
    return this.provisioned.check(this.#layout);
  }

  readonly #write = (writes: readonly Write[]): Promise<Outcome> => this.#stored.write(writes);
}
