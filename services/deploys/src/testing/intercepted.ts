import type { Collection, Document, Documents } from '#libs/documents';

/** Documents as one of several instances sees them: each use of a collection waits for what `before` does. */
export function intercepted(documents: Documents, before: (collection: string) => Promise<void>): Documents {
  return {
    collection: (definition) => waiting(documents.collection(definition), () => before(definition.name)),
    provision: (definitions) => documents.provision(definitions),
    drop: (name) => documents.drop(name),
    list: () => documents.list(),
    ping: () => documents.ping(),
    close: () => documents.close(),
  };
}

function waiting<D extends Document>(inner: Collection<D>, before: () => Promise<void>): Collection<D> {
  const after = <Given extends unknown[], Result>(work: (...given: Given) => Promise<Result>) => {
    return async (...given: Given): Promise<Result> => {
      await before();
      return work(...given);
    };
  };
  return {
    get: after((id) => inner.get(id)),
    getMany: after((ids) => inner.getMany(ids)),
    find: after((query) => inner.find(query)),
    count: after((where) => inner.count(where)),
    insertMissing: after((documents) => inner.insertMissing(documents)),
    put: after((documents) => inner.put(documents)),
    putNewer: after((documents) => inner.putNewer(documents)),
    replace: after((document, expected) => inner.replace(document, expected)),
    remove: after((ids) => inner.remove(ids)),
  };
}

/** Holds an instance up, as if its process stood still. */
export class Holdup {
  #place: string | undefined;
  #isReached = false;
  #arrival = Promise.withResolvers<void>();
  #gate = Promise.withResolvers<void>();

  /** At the next use of this collection. */
  at(collection: string): void {
    this.#place = collection;
    this.#isReached = false;
    this.#arrival = Promise.withResolvers();
    this.#gate = Promise.withResolvers();
  }

  /** Resolves when the instance stands still. */
  reached(): Promise<void> {
    return this.#arrival.promise;
  }

  /** Lets the instance go on. */
  release(): void {
    this.#place = undefined;
    this.#isReached = false;
    this.#gate.resolve();
  }

  /** To be waited for by whatever the instance does. */
  readonly pass = async (collection: string): Promise<void> => {
    if (collection === this.#place) {
      this.#isReached = true;
      this.#arrival.resolve();
    }
    if (this.#isReached) await this.#gate.promise;
  };
}
