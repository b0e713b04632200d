import { Inject, Injectable } from '@nestjs/common';
import type { Collection, CollectionDefinition, Documents } from '#libs/documents';
import { DOCUMENTS } from '#libs/platform';
import type { Cycle } from './domain/cycle.js';

/** How the polling of a connection goes. */
export interface CollectionStatus {
  /** The connection. */
  readonly id: string;
  readonly lastCycle: Cycle;
  /** RFC 3339, UTC; null while there is to be none. */
  readonly nextCycleAt: string | null;
}

export const collectionStatuses: CollectionDefinition<CollectionStatus> = {
  name: 'builds-collection-statuses',
  indexes: [],
};

/** How the polling of each connection goes, for whoever asks and for the next instance. */
@Injectable()
export class CollectionStatuses {
  readonly #collection: Collection<CollectionStatus>;

  constructor(@Inject(DOCUMENTS) documents: Documents) {
    this.#collection = documents.collection(collectionStatuses);
  }

  /** Undefined before the first cycle has ended. */
  get(connection: string): Promise<CollectionStatus | undefined> {
    return this.#collection.get(connection);
  }

  async keep(status: CollectionStatus): Promise<void> {
    await this.#collection.put([status]);
  }
}
