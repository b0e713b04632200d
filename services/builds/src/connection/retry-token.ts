import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, LOG, type Clock, type Log } from '#libs/platform';
import { LookUps } from '../commit-look-up/look-ups.js';
import { ConnectionClients } from './connection-clients.js';
import { failureOf } from './failure.js';
import type { KnownConnection } from './known-connections.js';
import { RejectedTokens } from './rejected-tokens.js';

const retryMs = 3_600_000;

/** Tries a rejected token now and then: a rejection may have been a mistake of Buildkite's or of a proxy. */
@Injectable()
export class RetryToken {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
    @Inject(ConnectionClients) private readonly clients: ConnectionClients,
    @Inject(RejectedTokens) private readonly rejectedTokens: RejectedTokens,
    @Inject(LookUps) private readonly lookUps: LookUps,
  ) {}

  /**
   * Asks Buildkite about the token if it is rejected and was not tried for an hour; takes it back when Buildkite does, and has
   * the commits looked up that were refused with it.
   * @throws what is no failure of Buildkite (the documents), and the signal's reason
   */
  async of(connection: KnownConnection, signal: AbortSignal): Promise<void> {
    const triedAt = await this.rejectedTokens.triedAt(connection);
    if (triedAt === undefined || connection.isRemoved) return;
    if (this.clock.now().getTime() - Date.parse(triedAt) < retryMs) return;
    try {
      const client = await this.clients.of(connection);
      await client.inspectToken({ priority: 'background', signal });
      await this.rejectedTokens.takeBack(connection);
      await this.lookUps.revive(connection.id);
    } catch (error) {
      const failure = failureOf(error);
      if (failure === undefined) throw error;
      const { organization, id } = connection;
      this.log.debug(
        { organization, connection: id, code: failure.code },
        'A rejected token was tried in vain',
      );
      await this.rejectedTokens.tried(connection);
    }
  }
}
