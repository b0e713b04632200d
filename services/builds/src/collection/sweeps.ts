import { Inject, Injectable } from '@nestjs/common';
import type { Collection, CollectionDefinition, Documents } from '#libs/documents';
import { DOCUMENTS } from '#libs/platform';

/** When a Buildkite organization is swept through a connection. Times are RFC 3339 in UTC. */
export interface Sweep {
  /** `connection/Buildkite organization` */
  readonly id: string;
  readonly connection: string;
  /** When the last one that came to its end began; null before. */
  readonly sweptAt: string | null;
  readonly nextAt: string;
}

export const sweeps: CollectionDefinition<Sweep> = { name: 'builds-sweeps', indexes: [] };

/** When there was a sweep, and when there will be. */
@Injectable()
export class Sweeps {
  readonly #collection: Collection<Sweep>;

  constructor(@Inject(DOCUMENTS) documents: Documents) {
    this.#collection = documents.collection(sweeps);
  }

  /** Undefined before the first one was planned. */
  get(connection: string, buildkiteOrganization: string): Promise<Sweep | undefined> {
    return this.#collection.get(sweepId(connection, buildkiteOrganization));
  }

  async keep(sweep: Sweep): Promise<void> {
    await this.#collection.put([sweep]);
  }
}

/** The name under which the sweeps of a Buildkite organization through a connection are kept. */
export function sweepId(connection: string, buildkiteOrganization: string): string {
  return `${connection}/${buildkiteOrganization}`;
}
