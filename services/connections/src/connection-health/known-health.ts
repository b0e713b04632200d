import { Inject, Injectable } from '@nestjs/common';
import type { ConnectionHealthChanged, ConnectionProblem, PublishedEvent } from '#libs/contracts';
import type { Collection, CollectionDefinition, Documents } from '#libs/documents';
import { DOCUMENTS } from '#libs/platform';
import type { Connection } from '../integration/domain/state.js';

/** What was told last of a connection with one of its tokens. */
export interface KnownHealthOfToken {
  /** The version of the token: news about a former one never takes the place of news about the present one. */
  readonly id: string;
  readonly organization: string;
  readonly connection: string;
  readonly problems: readonly ConnectionProblem[];
  /** When it was noticed, as milliseconds since 1970: older news never wins. */
  readonly revision: number;
}

export const knownHealth: CollectionDefinition<KnownHealthOfToken> = {
  name: 'connections-health',
  indexes: [],
};

/** How the connections are, as far as the health topic has told. */
@Injectable()
export class KnownHealth {
  readonly #collection: Collection<KnownHealthOfToken>;

  constructor(@Inject(DOCUMENTS) documents: Documents) {
    this.#collection = documents.collection(knownHealth);
  }

  /** Keeps what the events say; in any order, however often. */
  async remember(events: readonly PublishedEvent[]): Promise<void> {
    const told = events
      .filter((event) => event.type === 'sleuth.connection-health-changed.v1')
      .map(({ data }) => ofToken(data));
    if (told.length > 0) await this.#collection.putNewer(latestOf(told));
  }

  /** What was told of these connections of an organization with their present tokens, by connection. */
  async of(
    organization: string,
    connections: readonly Pick<Connection, 'id' | 'token'>[],
  ): Promise<ReadonlyMap<string, readonly ConnectionProblem[]>> {
    const versions = new Map(connections.map(({ id, token }) => [token.version, id]));
    const found = await this.#collection.getMany([...versions.keys()]);
    const own = found.filter(
      (told) => told.organization === organization && versions.get(told.id) === told.connection,
    );
    return new Map(own.map(({ connection, problems }) => [connection, problems]));
  }
}

function ofToken(data: ConnectionHealthChanged): KnownHealthOfToken {
  const { tokenVersion: id, organization, connection, problems, at } = data;
  return { id, organization, connection, problems, revision: Date.parse(at) };
}

function latestOf(told: readonly KnownHealthOfToken[]): KnownHealthOfToken[] {
  const latest = new Map<string, KnownHealthOfToken>();
  for (const one of told) {
    const other = latest.get(one.id);
    if (!other || other.revision < one.revision) latest.set(one.id, one);
  }
  return [...latest.values()];
}
