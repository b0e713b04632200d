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
