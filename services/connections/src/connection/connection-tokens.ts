import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, VAULT, type Clock, type Secret, type Vault } from '#libs/platform';
import { findConnection, versionsInUse } from '../integration/domain/state.js';
import { Integrations } from '../integration/integrations.js';

/** For so long, in milliseconds, a kept secret may wait for the decision that puts it to use. */
const undecidedFor = 15 * 60_000;

/** The secrets of connections: encrypted in the vault while they are in use, and nowhere afterwards. */
@Injectable()
export class ConnectionTokens {
  constructor(
    @Inject(VAULT) private readonly vault: Vault,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Integrations) private readonly integrations: Integrations,
  ) {}

  /** Keeps a token or webhook secret, before the decision that puts it to use. */
  async keep(organization: string, connection: string, version: string, secret: Secret): Promise<void> {
    await this.vault.put(organization, connection, version, secret);
  }

  /** Forgets one that was not put to use, or that another one has replaced. */
  async forget(organization: string, connection: string, version: string): Promise<void> {
    await this.vault.forgetVersion(organization, connection, version);
  }

  /** Forgets the token that the one in use has replaced. */
  async forgetReplaced(organization: string, connection: string): Promise<void> {
    const { replacedVersion } = findConnection(await this.integrations.of(organization), connection) ?? {};
    if (replacedVersion) await this.forget(organization, connection, replacedVersion);
  }

  /** Forgets the token and all webhook secrets of a connection that was removed. */
  async forgetRemoved(organization: string, connection: string): Promise<void> {
    await this.vault.forget(organization, connection);
  }

  /** Forgets whatever a crash left behind: out of use, and too old to be on its way into use. */
  async forgetLeftBehind(): Promise<void> {
    const now = this.clock.now().getTime();
    for (const { organization, connection, version, storedAt } of await this.vault.list()) {
      if (now - Date.parse(storedAt) < undecidedFor) continue;
      const used = findConnection(await this.integrations.of(organization), connection);
      const isUsed = used !== undefined && versionsInUse(used).includes(version);
      if (!isUsed) await this.vault.forgetVersion(organization, connection, version);
    }
  }
}
