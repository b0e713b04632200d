/** A document: JSON-shaped, with its identifier (any text but the empty one). */
export interface Document {
  readonly id: string;
}

/** A document whose writes are guarded by a number that only grows. */
export interface RevisedDocument extends Document {
  readonly revision: number;
}

/** A collection as its feature declares it. Only declared fields can be asked for. */
export interface CollectionDefinition<D extends Document> {
  /** Letters, digits and `_ . -`, beginning with a letter. */
  readonly name: string;
  /**
   * Each lists top-level or dotted fields (`build.sha`), most significant first. They hold text, numbers, booleans or
   * null; a missing field counts as null. `unique` binds the documents in which none of the fields is null.
   */
  readonly indexes: readonly { readonly fields: readonly string[]; readonly unique?: boolean }[];
  /** Carries the type only. */
  readonly document?: D;
}

export type FieldValue = string | number | boolean | null;

/** Equal to a value, one of at most 10,000 values, or within a range, which only values of its bounds' kind are in. */
export type Condition =
  | FieldValue
  | { readonly in: readonly FieldValue[] }
  | {
      readonly gt?: string | number;
      readonly gte?: string | number;
      readonly lt?: string | number;
      readonly lte?: string | number;
    };

export interface Query {
  /**
   * Every condition must hold; none at all asks for every document. Fields must be part of a declared index, and one
   * of them must be the first of an index. `id` can always be asked for.
   */
  readonly where: Readonly<Record<string, Condition>>;
  /**
   * Default: by id. Documents that are equal in these fields follow by id, in the direction of the last field.
   * Ascending is null, then numbers, then text by code point, then false, then true.
   */
  readonly orderBy?: readonly (readonly [field: string, direction: 'ascending' | 'descending'])[];
  readonly limit?: number;
}

/**
 * Documents of one kind. Every write is durable when it resolves. One that rejects with DocumentsUnreachable may have
 * been done all the same, and can be repeated; but then `insertMissing` and `putNewer` may leave out ids that the first
 * time wrote, and `replace` may give false: whoever builds on these answers reads the documents again.
 * @throws UnknownCollection when the collection was not provisioned as its definition declares it
 */
export interface Collection<D extends Document> {
  get(id: string): Promise<D | undefined>;
  /** Those that are there, in the order of the ids. */
  getMany(ids: readonly string[]): Promise<D[]>;
  /** @throws NotIndexed when it asks for what no declared index answers */
  find(query: Query): Promise<D[]>;
  /** @throws NotIndexed when it asks for what no declared index answers */
  count(where: Query['where']): Promise<number>;
  /** Writes documents whose ids are not there yet and leaves the others as they are; says which ids were new. */
  insertMissing(documents: readonly D[]): Promise<readonly string[]>;
  /** Writes each document whatever is there. */
  put(documents: readonly D[]): Promise<void>;
  /** Writes each document unless one with the same or a higher `revision` is there; says which ids were written. */
  putNewer(documents: readonly (D & RevisedDocument)[]): Promise<readonly string[]>;
  /**
   * Writes the document if the stored `revision` is `expected` (`undefined`: there must be none).
   * @returns false when it is another; nothing was written
   */
  replace(document: D & RevisedDocument, expected: number | undefined): Promise<boolean>;
  /**
   * Removes for good: nobody reads anything of the documents once it resolves, and an embedded engine has nothing of
   * them left in its files. A replicated one forgets them there when it works up its journal and its log of changes.
   */
  remove(ids: readonly string[]): Promise<void>;
}

/**
 * A store of documents in collections.
 * @throws DuplicateKey from writes that break a unique index
 */
export interface Documents {
  /** A handle; costs nothing, checks nothing. */
  collection<D extends Document>(definition: CollectionDefinition<D>): Collection<D>;
  /** Makes missing collections and indexes. */
  provision(definitions: readonly CollectionDefinition<Document>[]): Promise<void>;
  /** Removes a collection with all it holds; nothing happens when there is none. */
  drop(name: string): Promise<void>;
  /** Names of the collections that exist. */
  list(): Promise<readonly string[]>;
  /** Rejects when the store does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
