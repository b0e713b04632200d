import { Inject, Injectable } from '@nestjs/common';
import type { Collection, CollectionDefinition, Documents } from '#libs/documents';
import { DOCUMENTS } from '#libs/platform';
import type { Health } from './domain/health.js';

/** How a connection is, as it is kept for the next cycle and the next instance. */
export interface ConnectionHealth extends Health {
  /** The connection. */
  readonly id: string;
}

export const connectionHealths: CollectionDefinition<ConnectionHealth> = {
  name: 'builds-connection-healths',
  indexes: [],
};

/** How each connection is; written by the instance that collects it. */
@Injectable()
export class ConnectionHealths {
  readonly #collection: Collection<ConnectionHealth>;

  constructor(@Inject(DOCUMENTS) documents: Documents) {
    this.#collection = documents.collection(connectionHealths);
  }

  /** Undefined before it was judged for the first time. */
  get(connection: string): Promise<ConnectionHealth | undefined> {
    return this.#collection.get(connection);
  }

  async keep(health: ConnectionHealth): Promise<void> {
    await this.#collection.put([health]);
  }
}
