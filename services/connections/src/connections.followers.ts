import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { RecordedEvent } from '#libs/event-store';
import { StoreFollowers } from '#libs/platform';
import { ConnectionTokens } from './connection/connection-tokens.js';
import type { IntegrationEvent } from './integration/domain/events.js';
import { integrationStreams, organizationOf } from './integration/integration-stream.js';
import { publishedIntegrationEvent } from './integration/published-integration-event.js';

/** What follows from decisions about integrations: they are published, and secrets out of use are forgotten. */
@Injectable()
export class ConnectionFollowers implements OnApplicationBootstrap {
  constructor(
    @Inject(StoreFollowers) private readonly followers: StoreFollowers,
    @Inject(ConnectionTokens) private readonly tokens: ConnectionTokens,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.tokens.forgetLeftBehind();
    const prefixes = [integrationStreams];
    this.followers.publish({ name: 'connections-publish', prefixes, map: publishedIntegrationEvent });
    this.followers.start({
      name: 'connections-forget-tokens',
      prefixes,
      handle: (events) => this.forgetTokens(events),
    });
  }

  private async forgetTokens(recorded: readonly RecordedEvent[]): Promise<void> {
    for (const event of recorded) {
      const { type, data } = event as unknown as IntegrationEvent;
      const organization = organizationOf(event.stream);
      if (type === 'ConnectionRemoved') await this.tokens.forgetRemoved(organization, data.connection);
      if (type === 'ConnectionTokenReplaced') await this.tokens.forgetReplaced(organization, data.connection);
      if (type === 'ConnectionWebhookSecretMade' && data.outdated !== null)
        await this.tokens.forget(organization, data.connection, data.outdated);
    }
  }
}
