import { Inject, Injectable } from '@nestjs/common';
import { BUILDKITE, type Buildkite, type BuildkiteClient } from '#libs/buildkite';
import { VAULT, type Vault } from '#libs/platform';
import { TokenUnreadable } from './failure.js';
import type { KnownConnection } from './known-connections.js';

type Connection = Pick<KnownConnection, 'id' | 'organization' | 'tokenVersion' | 'buildkiteUser'>;

/** Buildkite as a connection sees it. The only place where tokens are read. */
@Injectable()
export class ConnectionClients {
  /** By connection, with the version of the token. */
  readonly #clients = new Map<string, { readonly tokenVersion: string; readonly client: BuildkiteClient }>();

  constructor(
    @Inject(VAULT) private readonly vault: Vault,
    @Inject(BUILDKITE) private readonly buildkite: Buildkite,
  ) {}

  /** @throws TokenUnreadable when the vault does not give the token; TokenRejected for one that can be none */
  async of({ id, organization, tokenVersion, buildkiteUser }: Connection): Promise<BuildkiteClient> {
    const known = this.#clients.get(id);
    if (known?.tokenVersion === tokenVersion) return known.client;
    const token = await this.vault.get(organization, id, tokenVersion).catch((cause: unknown) => {
      throw new TokenUnreadable({ cause });
    });
    if (!token) throw new TokenUnreadable();
    const client = this.buildkite.client(token, buildkiteUser ?? undefined);
    this.#clients.set(id, { tokenVersion, client });
    return client;
  }

  /** Forgets the tokens of all other connections: they are asked nothing any more. */
  forgetAllBut(connections: ReadonlySet<string>): void {
    for (const id of this.#clients.keys()) if (!connections.has(id)) this.#clients.delete(id);
  }
}
