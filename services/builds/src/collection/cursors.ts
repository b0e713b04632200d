import { Inject, Injectable } from '@nestjs/common';
import type { Collection, CollectionDefinition, Documents } from '#libs/documents';
import { DOCUMENTS } from '#libs/platform';

/** Up to when the lists of a Buildkite organization have been read through a connection, by Buildkite's clock. */
export interface Cursor {
  /** `connection/Buildkite organization` */
  readonly id: string;
  /** RFC 3339, UTC. */
  readonly at: string;
  /** `at` as milliseconds since 1970: it only moves forward. */
  readonly revision: number;
}

export const cursors: CollectionDefinition<Cursor> = { name: 'builds-cursors', indexes: [] };

/** How far polling has come. */
@Injectable()
export class Cursors {
  readonly #collection: Collection<Cursor>;

  constructor(@Inject(DOCUMENTS) documents: Documents) {
    this.#collection = documents.collection(cursors);
  }

  /** RFC 3339, UTC; undefined before the first cycle. */
  async get(connection: string, buildkiteOrganization: string): Promise<string | undefined> {
    return (await this.#collection.get(idOf(connection, buildkiteOrganization)))?.at;
  }

  /** Moves forward; nothing happens when it would be back. */
  async move(connection: string, buildkiteOrganization: string, at: string): Promise<void> {
    const id = idOf(connection, buildkiteOrganization);
    await this.#collection.putNewer([{ id, at, revision: Date.parse(at) }]);
  }
}

function idOf(connection: string, buildkiteOrganization: string): string {
  return `${connection}/${buildkiteOrganization}`;
}
