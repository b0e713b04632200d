/** A write would break a unique index. Nothing of that call's document was written. */
export class DuplicateKey extends Error {
  readonly code = 'duplicate-key';
  constructor(
    readonly collection: string,
    readonly fields: readonly string[],
  ) {
    super(`A document with the same ${fields.join(', ')} is already in ${collection}.`);
    this.name = 'DuplicateKey';
  }
}

/** The collection is not there, or not with the declared indexes. Collections are made by the provisioning step. */
export class UnknownCollection extends Error {
  readonly code = 'unknown-collection';
  constructor(readonly collection: string) {
    super(`There is no collection ${collection} as it is declared here. Run the provisioning step.`);
    this.name = 'UnknownCollection';
  }
}

/** A query that no declared index answers: a mistake in the program. */
export class NotIndexed extends TypeError {
  readonly code = 'not-indexed';
  constructor(
    readonly collection: string,
    readonly fields: readonly string[],
    message: string,
  ) {
    super(message);
    this.name = 'NotIndexed';
  }
}

/** An indexed field of a document holds a list or an object: a mistake in the program. Nothing was written. */
export class UnindexableValue extends TypeError {
  readonly code = 'unindexable-value';
  constructor(
    readonly collection: string,
    readonly field: string,
  ) {
    super(
      `The indexed field ${field} of a document of ${collection} is not text, a number, a boolean or null.`,
    );
    this.name = 'UnindexableValue';
  }
}

/** Another process works on the file of the embedded engine; two would spoil it. */
export class DocumentsInUse extends Error {
  readonly code = 'documents-in-use';
  constructor(
    readonly file: string,
    options?: ErrorOptions,
  ) {
    super(
      `The documents in ${file} are in use by another process. Stop it, or choose another DATA_DIR.`,
      options,
    );
    this.name = 'DocumentsInUse';
  }
}

/**
 * The server of the documents does not answer, has no primary, or cannot do now what it was asked. It may later. A write
 * may have been done all the same.
 */
export class DocumentsUnreachable extends Error {
  readonly code = 'documents-unreachable';
  constructor(
    /** `host:port`, several with commas between them. */
    readonly hosts: string,
    reason: string,
  ) {
    super(`MongoDB at ${hosts} does not answer: ${reason}. Start it, or correct MONGODB_URI.`);
    this.name = 'DocumentsUnreachable';
  }
}

/** The server of the documents cannot be used as it is set up, or as it is addressed. Says what to change. */
export class DocumentsUnusable extends Error {
  readonly code = 'documents-unusable';
  constructor(message: string) {
    super(message);
    this.name = 'DocumentsUnusable';
  }
}

/** The server answered that it will never do what it was asked. Holds nothing of the documents. */
export class DocumentsRefused extends Error {
  readonly code = 'documents-refused';
  constructor(
    readonly collection: string,
    reason: string,
  ) {
    super(`MongoDB refuses what it was asked about ${collection}: ${reason}.`);
    this.name = 'DocumentsRefused';
  }
}

/** An index cannot be made, since the collection has another one in its place. */
export class IndexConflict extends Error {
  readonly code = 'index-conflict';
  constructor(
    readonly collection: string,
    reason: string,
  ) {
    super(
      `An index of ${collection} cannot be made: ${reason}. Drop the index that is there, then run the provisioning step again.`,
    );
    this.name = 'IndexConflict';
  }
}
