import type { mongo } from 'mongoose';
import { UnknownCollection } from '../errors.js';
import { indexSignature, readIndexes } from './index-signature.js';
import type { Layout } from './layout.js';
import { inOurWords } from './server-errors.js';

/**
 * How long a collection that was there is taken to be there still, in milliseconds. MongoDB makes a collection when it
 * is written to, and without its indexes: a writer has to notice soon that another process dropped it.
 */
const trustMs = 1_000;
/** After how many milliseconds a use has the collection looked at again, without waiting for it. */
const freshMs = 500;

/** Sees that collections are there as they are declared. */
export class ProvisionedCollections {
  /** By collection and indexes. */
  readonly #seen = new Map<string, { readonly name: string; readonly at: number }>();
  readonly #looking = new Map<string, Promise<void>>();
  #forgotten = 0;

  constructor(
    private readonly database: mongo.Db,
    private readonly hosts: string,
  ) {}

  /** @throws UnknownCollection when the collection is missing, or an index of it */
  async check(layout: Layout): Promise<void> {
    const key = [layout.name, ...layout.indexes.map(({ name }) => name)].join('\n');
    const age = performance.now() - (this.#seen.get(key)?.at ?? -Infinity);
    if (age < freshMs) return;
    const looking = this.#looking.get(key) ?? this.#look(key, layout);
    this.#looking.set(key, looking);
    if (age >= trustMs) return looking;
    // The next use looks again, waits and hears why.
    looking.catch(() => this.#seen.delete(key));
  }

  /** Looks again before the collection is used again. */
  forget(name: string): void {
    this.#forgotten += 1;
    this.#looking.clear();
    for (const [key, seen] of this.#seen) if (seen.name === name) this.#seen.delete(key);
  }

  async #look(key: string, layout: Layout): Promise<void> {
    const at = performance.now();
    const forgotten = this.#forgotten;
    try {
      await this.#requireIndexes(layout);
      if (forgotten === this.#forgotten) this.#seen.set(key, { name: layout.name, at });
    } finally {
      if (forgotten === this.#forgotten) this.#looking.delete(key);
    }
  }

  async #requireIndexes({ name, indexes }: Layout): Promise<void> {
    const there = await inOurWords({ collection: name, hosts: this.hosts }, () =>
      readIndexes(this.database.collection(name)),
    );
    const signatures = new Set(there.map(({ signature }) => signature));
    if (indexes.some((index) => !signatures.has(indexSignature(index)))) throw new UnknownCollection(name);
  }
}
