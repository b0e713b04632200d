import { Controller, Delete, Get, HttpCode, Inject, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { optionalScopes, requiredScopes, tokenUrl } from '#libs/buildkite';
import type { ConnectionProblem } from '#libs/contracts';
import {
  CLOCK,
  CurrentCaller,
  CurrentCommand,
  Roles,
  type Caller,
  type Clock,
  type CommandIdentity,
} from '#libs/platform';
import { ConnectionTokens } from '../connection/connection-tokens.js';
import { viewOf } from '../connection/connection-view.js';
import { problemsNow } from '../connection-health/domain/problems-now.js';
import { KnownHealth } from '../connection-health/known-health.js';
import type { Connection } from './domain/state.js';
import { AttentionItem, IntegrationStatus } from './integration.dto.js';
import { Integrations } from './integrations.js';

/** An organization's Buildkite integration as a whole. */
@ApiTags('Buildkite integration')
@ApiBearerAuth()
@Controller('v1/organizations/:org/integrations/buildkite')
export class IntegrationController {
  constructor(
    @Inject(Integrations) private readonly integrations: Integrations,
    @Inject(ConnectionTokens) private readonly tokens: ConnectionTokens,
    @Inject(KnownHealth) private readonly health: KnownHealth,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The state of the integration, and where a token is made. */
  @Get()
  @Roles('viewer', 'deployer')
  async status(@Param('org') organization: string): Promise<IntegrationStatus> {
    const { connections, defaults, overrides } = await this.integrations.of(organization);
    const health = await this.health.of(organization, connections);
    const now = this.clock.now();
    return {
      organization,
      connected: connections.length > 0,
      tokenUrl: tokenUrl(),
      requiredScopes: [...requiredScopes],
      optionalScopes: [...optionalScopes],
      connections: connections.map((connection) => viewOf(connection, now)),
      defaultBuildServers: [...defaults],
      codeDeploymentBuildServers: [...overrides],
      needsAttention: connections.flatMap((connection) =>
        attentionTo(connection, health.get(connection.id) ?? [], now),
      ),
    };
  }

  /** Removes all connections and clears every build server setting. Nothing happens when there is none. */
  @Delete()
  @HttpCode(204)
  async disconnect(
    @Param('org') organization: string,
    @CurrentCaller() caller: Caller,
    @CurrentCommand() identity: CommandIdentity,
  ): Promise<void> {
    const { connections } = await this.integrations.of(organization);
    await this.integrations.handle(
      organization,
      { type: 'Disconnect', data: {} },
      { ...identity, by: caller.key },
    );
    for (const { id } of connections) await this.tokens.forgetRemoved(organization, id);
  }
}

function attentionTo(
  { id: connection, label, token }: Connection,
  told: readonly ConnectionProblem[],
  now: Date,
): AttentionItem[] {
  return problemsNow(token.expiresAt, told, now).map(({ detail: message, ...problem }) => ({
    connection,
    label,
    message,
    ...problem,
  }));
}
