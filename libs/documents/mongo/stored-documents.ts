import type { mongo } from 'mongoose';
import type { Connected } from './connect.js';
import { maxTimeMS } from './connection-options.js';
import { inOurWords, type Place } from './server-errors.js';
import type { StoredDocument } from './stored-document.js';
import { writeUnordered, type Outcome, type Write } from './unordered-writes.js';

/** What is read of a document: all but `_id`, which `id` repeats. */
type Read = Readonly<Record<string, unknown>>;
type Filter = Readonly<Record<string, unknown>>;

/** As many documents as usually come in one answer. */
const batchSize = 1_000;
/** As many ids as a question can name without growing too large for the server. */
const mostIds = 10_000;
const withoutId = { projection: { _id: 0 }, maxTimeMS, batchSize } as const;

/**
 * The stored documents of one collection. Ids and values are stored ones.
 * @throws DocumentsUnreachable, DocumentsRefused, and UnknownCollection from questions
 */
export class StoredDocuments {
  readonly #collection: mongo.Collection<StoredDocument>;
  readonly #place: Place;

  constructor({ database, hosts }: Connected, name: string) {
    this.#collection = database.collection<StoredDocument>(name);
    this.#place = { collection: name, hosts };
  }

  one(id: string): Promise<Read | null> {
    return this.#ask(() => this.#collection.findOne<Read>({ _id: id }, withoutId));
  }

  async some(ids: readonly string[]): Promise<readonly Read[]> {
    const found: Read[][] = [];
    for (const filter of naming(ids)) {
      found.push(await this.#ask(() => this.#collection.find<Read>(filter, withoutId).toArray()));
    }
    return found.flat();
  }

  async find(
    filter: Filter,
    sort: [string, mongo.SortDirection][],
    limit?: number,
  ): Promise<readonly Read[]> {
    if (limit === 0) return [];
    const options = { ...withoutId, sort, ...(limit === undefined ? {} : { limit }) };
    return this.#ask(() => this.#collection.find<Read>(filter, options).toArray());
  }

  count(filter: Filter): Promise<number> {
    return this.#ask(() => this.#collection.countDocuments(filter, { maxTimeMS }));
  }

  /** The revisions of those that are there, by id; of those that have none, one that is older than any. */
  async revisions(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const revisions = new Map<string, number>();
    for (const filter of naming(ids)) {
      const options = { projection: { revision: 1 }, maxTimeMS, batchSize } as const;
      const found = await this.#ask(() => this.#collection.find(filter, options).toArray());
      for (const { _id, revision } of found) {
        revisions.set(_id, typeof revision === 'number' ? revision : Number.NEGATIVE_INFINITY);
      }
    }
    return revisions;
  }

  /** @throws DuplicateKey too */
  write(writes: readonly Write[]): Promise<Outcome> {
    return this.#ask(() => writeUnordered(this.#collection, this.#place.hosts, writes));
  }

  #ask<Result>(asking: () => Promise<Result>): Promise<Result> {
    return inOurWords(this.#place, asking);
  }
}

function naming(ids: readonly string[]): mongo.Filter<StoredDocument>[] {
  const filters: mongo.Filter<StoredDocument>[] = [];
  for (let first = 0; first < ids.length; first += mostIds) {
    filters.push({ _id: { $in: ids.slice(first, first + mostIds) } });
  }
  return filters;
}
