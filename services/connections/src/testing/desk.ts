import { createBuildkite, type Buildkite } from '#libs/buildkite';
import { hurriedClock, MemoryBudgets } from '#libs/buildkite/testing';
import type { RecordedEvent } from '#libs/event-store';
import { collect, temporaryEventStore, type TemporaryEventStore } from '#libs/event-store/testing';
import { ManualClock, RecordingLog } from '#libs/platform/testing';
import {
  startBuildkiteStandIn,
  type RunningBuildkite,
} from '../../../../test/standins/buildkite/testing/index.js';
import { CheckToken } from '../connection/check-token.js';
import { ConnectionTokens } from '../connection/connection-tokens.js';
import { Connections } from '../connection/connections.js';
import { integrationStream } from '../integration/integration-stream.js';
import { Integrations } from '../integration/integrations.js';
import { WebhookSecrets } from '../webhook/webhook-secrets.js';
import { MemoryVault } from './memory-vault.js';

/** What connections stand on, with a Buildkite behind it; its clock stands at noon of 1 March 2026. */
export class Desk {
  readonly clock = new ManualClock('2026-03-01T12:00:00.000Z');
  readonly log = new RecordingLog();
  readonly vault = new MemoryVault(this.clock);
  readonly integrations: Integrations;
  readonly tokens: ConnectionTokens;
  readonly checkToken: CheckToken;
  readonly connections: Connections;
  readonly webhookSecrets: WebhookSecrets;

  private constructor(
    readonly buildkite: RunningBuildkite,
    private readonly client: Buildkite,
    private readonly kept: TemporaryEventStore,
  ) {
    this.integrations = new Integrations(kept.store, this.clock);
    this.tokens = new ConnectionTokens(this.vault.vault, this.clock, this.integrations);
    this.checkToken = new CheckToken(client, this.clock);
    this.connections = new Connections(this.integrations, this.checkToken, this.tokens);
    this.webhookSecrets = new WebhookSecrets(this.integrations, this.tokens, this.vault.vault);
  }

  static async open(): Promise<Desk> {
    const buildkite = await startBuildkiteStandIn({ organizations: ['acme-inc'] });
    const client = createBuildkite({
      apiUrl: buildkite.apiUrl,
      allowInsecure: true,
      clock: hurriedClock('2026-03-01T12:00:00.000Z'),
      log: new RecordingLog(),
      documents: new MemoryBudgets(),
    });
    return new Desk(buildkite, client, await temporaryEventStore());
  }

  get store() {
    return this.kept.store;
  }

  /** Everything that was decided about the organization. */
  decided(organization = 'acme'): Promise<RecordedEvent[]> {
    return collect(this.store.read(integrationStream(organization)));
  }

  async close(): Promise<void> {
    await this.client.close();
    await this.kept.close();
    await this.buildkite.close();
  }
}
