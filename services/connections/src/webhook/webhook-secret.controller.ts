import { Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import {
  AnswersRefusals,
  CONFIG,
  CurrentCaller,
  CurrentCommand,
  type Caller,
  type CommandIdentity,
  type Config,
} from '#libs/platform';
import { integrationRefusals } from '../connection/connection-refusals.js';
import { WebhookSecrets } from './webhook-secrets.js';
import { webhookOf } from './webhook-view.js';
import { MadeWebhookSecret } from './webhook.dto.js';

/** The secrets that Buildkite signs webhooks with. */
@ApiTags('Connections')
@ApiBearerAuth()
@AnswersRefusals(integrationRefusals)
@Controller('v1/organizations/:org/integrations/buildkite/connections/:connection/webhook-secrets')
export class WebhookSecretController {
  constructor(
    @Inject(WebhookSecrets) private readonly secrets: WebhookSecrets,
    @Inject(CONFIG) private readonly config: Pick<Config, 'publicUrl'>,
  ) {}

  /** Makes a secret and shows it this once. The one before it stays valid until the next is made. */
  @Post()
  async make(
    @Param('org') organization: string,
    @Param('connection') id: string,
    @CurrentCaller() caller: Caller,
    @CurrentCommand() identity: CommandIdentity,
  ): Promise<MadeWebhookSecret> {
    const made = await this.secrets.make(organization, id, { ...identity, by: caller.key });
    return { secret: made.secret.reveal(), ...webhookOf(made.connection, this.config.publicUrl) };
  }
}
