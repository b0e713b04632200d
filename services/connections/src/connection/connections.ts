import { Inject, Injectable } from '@nestjs/common';
import { eventId } from '#libs/contracts';
import { Refused } from '#libs/event-store';
import { Problem, Secret } from '#libs/platform';
import { findConnection, type Connection } from '../integration/domain/state.js';
import { Integrations, type CommandOrigin, type TimelessCommand } from '../integration/integrations.js';
import { CheckToken } from './check-token.js';
import { ConnectionTokens } from './connection-tokens.js';

/** Adds, re-keys and removes connections. A token is checked, kept, and only then put to use. */
@Injectable()
export class Connections {
  constructor(
    @Inject(Integrations) private readonly integrations: Integrations,
    @Inject(CheckToken) private readonly tokens: CheckToken,
    @Inject(ConnectionTokens) private readonly kept: ConnectionTokens,
  ) {}

  /**
   * Adds a connection; the same command again gives the same connection.
   * @throws Problem see CheckToken; `idempotency-key-reused`
   * @throws Refused `label-duplicate`, `token-duplicate`
   */
  async add(organization: string, label: string, text: string, origin: CommandOrigin): Promise<Connection> {
    const connection = eventId('connection', origin.commandId);
    return this.putToUse(organization, connection, new Secret(text), origin, (token) => ({
      type: 'AddConnection',
      data: { connection, label, token },
    }));
  }

  /**
   * Replaces the token of a connection by another one that is good too.
   * @throws Problem see CheckToken; `idempotency-key-reused`
   * @throws Refused `connection-not-found`, `token-duplicate`
   */
  async replaceToken(
    organization: string,
    connection: string,
    text: string,
    origin: CommandOrigin,
  ): Promise<Connection> {
    if (!findConnection(await this.integrations.of(organization), connection)) throw connectionNotFound();
    return this.putToUse(organization, connection, new Secret(text), origin, (token) => ({
      type: 'ReplaceToken',
      data: { connection, token },
    }));
  }

  /**
   * Removes a connection and forgets its token.
   * @throws Refused `connection-not-found`
   */
  async remove(organization: string, connection: string, origin: CommandOrigin): Promise<void> {
    await this.integrations.handle(organization, { type: 'RemoveConnection', data: { connection } }, origin);
    await this.kept.forgetRemoved(organization, connection);
  }

  private async putToUse(
    organization: string,
    connection: string,
    secret: Secret,
    origin: CommandOrigin,
    command: (token: Connection['token']) => TimelessCommand,
  ): Promise<Connection> {
    const version = eventId('token', origin.commandId, origin.requestDigest);
    const present = findConnection(await this.integrations.of(organization), connection)?.token;
    const isRepeated = present?.version === version;
    const token = isRepeated ? present : await this.tokens.check(secret, version);
    if (!isRepeated) await this.kept.keep(organization, connection, version, secret);
    const integration = await this.integrations
      .handle(organization, command(token), origin)
      .catch(async (error: unknown) => {
        const isDecided = error instanceof Refused || error instanceof Problem;
        if (isDecided) await this.forgetUnused(organization, connection, [version]);
        throw error;
      });
    const added = findConnection(integration, connection);
    if (!isRepeated) {
      const outOfUse = [version, present?.version, added?.replacedVersion];
      await this.forgetUnused(organization, connection, outOfUse);
    }
    if (!added) throw connectionNotFound();
    return added;
  }

  /** Forgets those of the versions that are not in use: replaced ones, and those of overtaken or refused commands. */
  private async forgetUnused(
    organization: string,
    connection: string,
    versions: readonly (string | null | undefined)[],
  ): Promise<void> {
    const used = findConnection(await this.integrations.of(organization), connection)?.token.version;
    for (const version of new Set(versions)) {
      if (version && version !== used) await this.kept.forget(organization, connection, version);
    }
  }
}

function connectionNotFound(): Refused {
  return new Refused('connection-not-found', 'There is no such connection.');
}
