import { Inject, Injectable } from '@nestjs/common';
import type { Collection, CollectionDefinition, Documents } from '#libs/documents';
import { DOCUMENTS } from '#libs/platform';
import type { Hint } from './domain/hint.js';

export const webhookHints: CollectionDefinition<Hint> = {
  name: 'builds-webhook-hints',
  indexes: [{ fields: ['connection', 'hintedAt'] }],
};

/** The builds that are to be looked at again, kept until that is done or left to polling. */
@Injectable()
export class Hints {
  readonly #collection: Collection<Hint>;

  constructor(@Inject(DOCUMENTS) documents: Documents) {
    this.#collection = documents.collection(webhookHints);
  }

  /** Keeps a hint; durable when it resolves. */
  async add(hint: Hint): Promise<void> {
    await this.#collection.insertMissing([hint]);
  }

  /** Those of a connection, the oldest first. */
  of(connection: string, limit: number): Promise<Hint[]> {
    return this.#collection.find({ where: { connection }, orderBy: [['hintedAt', 'ascending']], limit });
  }

  /** Forgets just these: a later hint at the same build is another one and stays. */
  async remove(hints: readonly Hint[]): Promise<void> {
    if (hints.length > 0) await this.#collection.remove(hints.map(({ id }) => id));
  }

  /** Forgets all of a connection. */
  async forget(connection: string): Promise<void> {
    await this.remove(await this.#collection.find({ where: { connection } }));
  }
}
