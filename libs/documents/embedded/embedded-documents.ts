import type { DatabaseSync } from 'node:sqlite';
import { checkDefinition } from '../definition.js';
import type { Collection, CollectionDefinition, Document, Documents } from '../port.js';
import { EmbeddedCollection } from './embedded-collection.js';
import { Engine } from './engine.js';
import { tableOf } from './table.js';

/** Documents in one SQLite file: a table for each collection. */
export class EmbeddedDocuments implements Documents {
  readonly #engine: Engine;

  constructor(private readonly database: DatabaseSync) {
    this.#engine = new Engine(database);
  }

  collection<D extends Document>(definition: CollectionDefinition<D>): Collection<D> {
    return new EmbeddedCollection(definition, this.#engine);
  }

  async provision(definitions: readonly CollectionDefinition<Document>[]): Promise<void> {
    for (const definition of definitions) checkDefinition(definition);
    await this.#engine.provision(definitions.map(tableOf));
  }

  drop(name: string): Promise<void> {
    return this.#engine.drop(name);
  }

  async list(): Promise<readonly string[]> {
    return this.#engine.tables;
  }

  async ping(): Promise<void> {
    this.#engine.statements.prepare('SELECT 1').get();
  }

  async close(): Promise<void> {
    if (this.database.isOpen) await this.#engine.close();
  }
}
