import { Inject, Injectable } from '@nestjs/common';
import { isSignedWith, isTimely, webhookSignature } from '#libs/buildkite';
import { CLOCK, LOG, Secret, VaultUnreadable, type Clock, type Log } from '#libs/platform';
import { randomBytes } from 'node:crypto';
import { KnownConnections, type KnownConnection } from '../connection/known-connections.js';
import { KnownSecrets } from './known-secrets.js';

/** A delivery as it comes in. */
export interface IncomingDelivery {
  /** Whose address it came to. */
  readonly connection: string;
  /** The header `X-Buildkite-Signature`. */
  readonly signature: string | undefined;
  /** Reads the body, which is only done for a delivery that may be genuine. */
  readonly body: () => Promise<Uint8Array>;
}

/** Why a delivery is not believed; for the metrics alone, senders are not told. */
export type Disbelief =
  | 'signature-missing'
  | 'signature-malformed'
  | 'signature-untimely'
  | 'connection-unknown'
  | 'secret-missing'
  | 'secret-unreadable'
  | 'signature-wrong';

/** A delivery that Buildkite sent to this connection a short while ago. */
export interface GenuineDelivery {
  readonly connection: KnownConnection;
  readonly body: Uint8Array;
  /** The signature, 64 hexadecimal digits: equal for a repeat of the same delivery, and for nothing else. */
  readonly digest: string;
}

export type CheckedDelivery =
  | ({ readonly isGenuine: true } & GenuineDelivery)
  | { readonly isGenuine: false; readonly reason: Disbelief };

/** Takes part in the check when a connection has no secret, so that it takes as long as one that has. */
const nobodysSecret = new Secret(randomBytes(32).toString('hex'));

/** Tells the deliveries that Buildkite signed from all others. A token in place of the signature proves nothing. */
@Injectable()
export class CheckDelivery {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
    @Inject(KnownConnections) private readonly connections: KnownConnections,
    @Inject(KnownSecrets) private readonly secrets: KnownSecrets,
  ) {}

  /** @throws what reading the body throws, and the documents */
  async of(delivery: IncomingDelivery): Promise<CheckedDelivery> {
    if (delivery.signature === undefined) return disbelief('signature-missing');
    const signature = webhookSignature(delivery.signature);
    if (signature === undefined) return disbelief('signature-malformed');
    if (!isTimely(signature, this.clock.now())) return disbelief('signature-untimely');

    const body = await delivery.body();
    const connection = await this.connections.get(delivery.connection);
    const valid = connection && !connection.isRemoved ? await this.secretsOf(connection) : [];
    const tried = valid !== undefined && valid.length > 0 ? valid : [nobodysSecret];
    const isSigned = tried.map((secret) => isSignedWith(secret, signature, body)).includes(true);
    if (!connection || connection.isRemoved) return disbelief('connection-unknown');
    if (valid === undefined) return disbelief('secret-unreadable');
    if (valid.length === 0) return disbelief('secret-missing');
    if (!isSigned) return disbelief('signature-wrong');
    return { isGenuine: true, connection, body, digest: signature.digest.toString('hex') };
  }

  /** Undefined when the vault cannot open them: the sender is told no more of that than of any other refusal. */
  private async secretsOf(connection: KnownConnection): Promise<readonly Secret[] | undefined> {
    try {
      return await this.secrets.of(connection);
    } catch (error) {
      if (!(error instanceof VaultUnreadable)) throw error;
      const { organization, id } = connection;
      this.log.warn({ organization, connection: id, error }, 'The webhook secrets cannot be read');
      return undefined;
    }
  }
}

function disbelief(reason: Disbelief): CheckedDelivery {
  return { isGenuine: false, reason };
}
