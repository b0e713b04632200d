import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  Post,
  Put,
  Query,
  Res,
} from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import {
  AnswersRefusals,
  CLOCK,
  CONFIG,
  CurrentCaller,
  CurrentCommand,
  decodeCursor,
  notFound,
  pageOf,
  PageQuery,
  Roles,
  type Caller,
  type Clock,
  type CommandIdentity,
  type Config,
  type Position,
} from '#libs/platform';
import { KnownHealth } from '../connection-health/known-health.js';
import { findConnection, type Connection } from '../integration/domain/state.js';
import { Integrations } from '../integration/integrations.js';
import { integrationRefusals } from './connection-refusals.js';
import { inspect, viewOf } from './connection-view.js';
import {
  AddConnectionBody,
  ConnectionPage,
  ConnectionView,
  InspectedConnection,
  TokenBody,
} from './connection.dto.js';
import { Connections } from './connections.js';

/** Connections to Buildkite: a token with a label. */
@ApiTags('Connections')
@ApiBearerAuth()
@AnswersRefusals(integrationRefusals)
@Controller('v1/organizations/:org/integrations/buildkite/connections')
export class ConnectionController {
  constructor(
    @Inject(Connections) private readonly connections: Connections,
    @Inject(Integrations) private readonly integrations: Integrations,
    @Inject(KnownHealth) private readonly health: KnownHealth,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'publicUrl'>,
  ) {}

  /** Adds a connection. The token is tried at Buildkite first; nothing is kept of one that would not work. */
  @Post()
  async add(
    @Param('org') organization: string,
    @Body() { label, token }: AddConnectionBody,
    @CurrentCaller() caller: Caller,
    @CurrentCommand() identity: CommandIdentity,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ConnectionView> {
    const added = await this.connections.add(organization, label, token, { ...identity, by: caller.key });
    response.location(`/v1/organizations/${organization}/integrations/buildkite/connections/${added.id}`);
    return viewOf(added, this.clock.now());
  }

  /** All connections, oldest first. */
  @Get()
  @Roles('viewer', 'deployer')
  async list(
    @Param('org') organization: string,
    @Query() { limit, after }: PageQuery,
  ): Promise<ConnectionPage> {
    const { connections } = await this.integrations.of(organization);
    const scope = `connections ${organization}`;
    const left = after === undefined ? connections : behind(connections, decodeCursor(scope, after));
    const { items, next } = pageOf(left, limit, scope, ({ id, addedAt }) => [id, addedAt]);
    const now = this.clock.now();
    return { items: items.map((connection) => viewOf(connection, now)), next };
  }

  /** A connection, what it opens, what it is used for, how it is and how webhooks are set up for it. */
  @Get(':connection')
  @Roles('viewer', 'deployer')
  async inspect(
    @Param('org') organization: string,
    @Param('connection') id: string,
  ): Promise<InspectedConnection> {
    const integration = await this.integrations.of(organization);
    const connection = findConnection(integration, id);
    if (!connection) throw notFound('connection-not-found', 'There is no such connection.');
    const health = await this.health.of(organization, [connection]);
    return inspect(connection, integration, health.get(id) ?? [], this.clock.now(), this.config.publicUrl);
  }

  /** Replaces the token; the new one is tried first, and the old one is forgotten. */
  @Put(':connection/token')
  async replaceToken(
    @Param('org') organization: string,
    @Param('connection') id: string,
    @Body() { token }: TokenBody,
    @CurrentCaller() caller: Caller,
    @CurrentCommand() identity: CommandIdentity,
  ): Promise<ConnectionView> {
    const origin = { ...identity, by: caller.key };
    return viewOf(await this.connections.replaceToken(organization, id, token, origin), this.clock.now());
  }

  /** Removes the connection, forgets its token and clears every build server setting that used it. */
  @Delete(':connection')
  @HttpCode(204)
  async remove(
    @Param('org') organization: string,
    @Param('connection') id: string,
    @CurrentCaller() caller: Caller,
    @CurrentCommand() identity: CommandIdentity,
  ): Promise<void> {
    await this.connections.remove(organization, id, { ...identity, by: caller.key });
  }
}

/** Those behind a place in the list, also when the one that stood there has been removed. */
function behind(connections: readonly Connection[], [last, addedAt]: Position): readonly Connection[] {
  const place = connections.findIndex(({ id }) => id === last);
  if (place >= 0) return connections.slice(place + 1);
  return connections.filter((connection) => connection.addedAt > String(addedAt));
}
