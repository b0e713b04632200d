import { Inject, Injectable } from '@nestjs/common';
import { eventId } from '#libs/contracts';
import { Refused } from '#libs/event-store';
import { Problem, Secret, VAULT, type Vault } from '#libs/platform';
import { randomBytes } from 'node:crypto';
import { ConnectionTokens } from '../connection/connection-tokens.js';
import { findConnection, type Connection } from '../integration/domain/state.js';
import { Integrations, type CommandOrigin } from '../integration/integrations.js';

/** A secret just made, with the connection behind that. */
export interface MadeSecret {
  readonly secret: Secret;
  readonly connection: Connection;
}

/** Makes the secrets that Buildkite signs webhooks with. */
@Injectable()
export class WebhookSecrets {
  constructor(
    @Inject(Integrations) private readonly integrations: Integrations,
    @Inject(ConnectionTokens) private readonly kept: ConnectionTokens,
    @Inject(VAULT) private readonly vault: Pick<Vault, 'get'>,
  ) {}

  /**
   * Makes a secret of 256 random bits; it is in the vault before it is decided on. The one before it stays valid, older
   * ones are forgotten. The same command again gives the same secret as long as that is valid.
   * @throws Refused `connection-not-found`, `webhook-secret-outdated`
   * @throws Problem `idempotency-key-reused`
   */
  async make(organization: string, id: string, origin: CommandOrigin): Promise<MadeSecret> {
    const present = findConnection(await this.integrations.of(organization), id);
    if (!present) throw connectionNotFound();
    const secret = new Secret(`bkwh_${randomBytes(32).toString('hex')}`);
    const version = eventId('webhook-secret', origin.commandId, randomBytes(16).toString('hex'));
    await this.kept.keep(organization, id, version, secret);

    const data = { connection: id, version, command: origin.commandId };
    const integration = await this.integrations
      .handle(organization, { type: 'MakeWebhookSecret', data }, origin)
      .catch(async (error: unknown) => {
        const isDecided = error instanceof Refused || error instanceof Problem;
        if (isDecided) await this.kept.forget(organization, id, version);
        throw error;
      });
    const connection = findConnection(integration, id);
    const made = connection?.webhookSecrets.find(({ command }) => command === origin.commandId);
    if (made?.version !== version) await this.kept.forget(organization, id, version);
    await this.forgetOutdated(organization, present, connection);
    if (!connection) throw connectionNotFound();
    if (!made) throw outdated();
    const valid = made.version === version ? secret : await this.vault.get(organization, id, made.version);
    if (!valid) throw outdated();
    return { secret: valid, connection };
  }

  private async forgetOutdated(organization: string, before: Connection, now?: Connection): Promise<void> {
    const valid = new Set(now?.webhookSecrets.map(({ version }) => version));
    for (const { version } of before.webhookSecrets)
      if (!valid.has(version)) await this.kept.forget(organization, before.id, version);
  }
}

function connectionNotFound(): Refused {
  return new Refused('connection-not-found', 'There is no such connection.');
}

function outdated(): Refused {
  return new Refused(
    'webhook-secret-outdated',
    'This command made a secret that is valid no longer. Make another one, with another Idempotency-Key.',
  );
}
