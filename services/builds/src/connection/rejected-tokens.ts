import { Inject, Injectable } from '@nestjs/common';
import type { Collection, CollectionDefinition, Documents } from '#libs/documents';
import { CLOCK, DOCUMENTS, LOG, type Clock, type Log } from '#libs/platform';
import type { KnownConnection } from './known-connections.js';

/** A token that Buildkite rejected; its connection waits for another one. */
export interface RejectedToken {
  /** The version of the token. */
  readonly id: string;
  readonly connection: string;
  /** RFC 3339, UTC. */
  readonly rejectedAt: string;
  /** When it was tried last: RFC 3339, UTC. */
  readonly triedAt: string;
}

export const rejectedTokens: CollectionDefinition<RejectedToken> = {
  name: 'builds-rejected-tokens',
  indexes: [],
};

type Connection = Pick<KnownConnection, 'id' | 'organization' | 'tokenVersion'>;

/** Which tokens are of no use any more, so that Buildkite is not asked with them again and again. */
@Injectable()
export class RejectedTokens {
  readonly #collection: Collection<RejectedToken>;

  constructor(
    @Inject(DOCUMENTS) documents: Documents,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.#collection = documents.collection(rejectedTokens);
  }

  async has(connection: Connection): Promise<boolean> {
    return (await this.rejectedAt(connection)) !== undefined;
  }

  /** When Buildkite rejected the token: RFC 3339, UTC; undefined while it has not. */
  async rejectedAt({ tokenVersion }: Pick<Connection, 'tokenVersion'>): Promise<string | undefined> {
    return (await this.#collection.get(tokenVersion))?.rejectedAt;
  }

  /** When the rejected token was tried last: RFC 3339, UTC; undefined when it is not rejected. */
  async triedAt({ tokenVersion }: Pick<Connection, 'tokenVersion'>): Promise<string | undefined> {
    return (await this.#collection.get(tokenVersion))?.triedAt;
  }

  /** It was tried in vain. */
  async tried({ tokenVersion }: Pick<Connection, 'tokenVersion'>): Promise<void> {
    const known = await this.#collection.get(tokenVersion);
    if (known) await this.#collection.put([{ ...known, triedAt: this.clock.now().toISOString() }]);
  }

  /** Buildkite takes it again. */
  async takeBack({ id: connection, organization, tokenVersion }: Connection): Promise<void> {
    await this.#collection.remove([tokenVersion]);
    this.log.info({ organization, connection }, 'Buildkite takes the token of a connection again');
  }

  async add({ id: connection, organization, tokenVersion: id }: Connection, detail: string): Promise<void> {
    const rejectedAt = this.clock.now().toISOString();
    const [isNew] = await this.#collection.insertMissing([
      { id, connection, rejectedAt, triedAt: rejectedAt },
    ]);
    if (isNew === undefined) return;
    this.log.error(
      { organization, connection, detail },
      'Buildkite rejects the token of a connection: nothing is collected through it until the token is replaced, or taken again',
    );
  }
}
