import { Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { Open, Problem, readBytes } from '#libs/platform';
import { CheckDelivery } from './check-delivery.js';
import { TakeDelivery, type Taken } from './take-delivery.js';
import { WebhookMetrics } from './webhook-metrics.js';
import { WebhookReceipt } from './webhook.dto.js';

/** The largest body that is read, in bytes. */
const limitBytes = 1024 * 1024;

const details: Readonly<Record<Exclude<Taken, 'not-json'>, string>> = {
  noted: 'The build is looked at again.',
  repeated: 'This delivery has come before.',
  ping: 'The webhook works.',
  'event-ignored': 'Nothing follows from this event; it need not be ticked.',
  'build-unreadable': 'The delivery names no build that can be asked for.',
  'organization-foreign': 'The connection does not reach the Buildkite organization of this build.',
  'not-a-build-server': 'The connection never served a project: nothing is collected through it.',
  'repository-unknown': "No code deployment names the repository of this build's pipeline.",
};

/** Buildkite says that a build moved on. */
@ApiTags('Webhooks')
@Controller('v1/webhooks/buildkite')
export class WebhookController {
  constructor(
    @Inject(CheckDelivery) private readonly check: CheckDelivery,
    @Inject(TakeDelivery) private readonly take: TakeDelivery,
    @Inject(WebhookMetrics) private readonly metrics: WebhookMetrics,
  ) {}

  /** Takes what Buildkite delivers for a connection. It asks for a signature with a secret of that connection, not for a key. */
  @Post(':connection')
  @Open()
  @HttpCode(202)
  @ApiOperation({ security: [] })
  @ApiHeader({
    name: 'X-Buildkite-Signature',
    required: true,
    description:
      '`timestamp=<seconds since 1970>,signature=<64 hexadecimal digits>`: HMAC-SHA256 of `<timestamp>.<body>` with a secret of the connection; no more than five minutes old.',
  })
  @ApiBody({ schema: { type: 'object', description: 'What Buildkite sends, up to 1 MiB.' } })
  async receive(@Param('connection') connection: string, @Req() request: Request): Promise<WebhookReceipt> {
    const signature = request.get('x-buildkite-signature');
    const body = () => readBytes(request, limitBytes);
    const checked = await this.check.of({ connection, signature, body });
    if (!checked.isGenuine) {
      this.metrics.deliveries.inc({ outcome: checked.reason });
      throw signatureInvalid();
    }
    const outcome = await this.take.of(checked, request.get('x-buildkite-event'));
    this.metrics.deliveries.inc({ outcome });
    if (outcome === 'not-json') throw new Problem(400, 'malformed-json', 'The body is no JSON object.');
    return { outcome, detail: details[outcome] };
  }
}

/** The same for every delivery that is not believed, so that nobody learns which connections there are. */
function signatureInvalid(): Problem {
  return new Problem(
    401,
    'signature-invalid',
    'This takes what Buildkite signed with a valid secret of the connection within the last five minutes. Choose to send the token as a signature.',
    { headers: { 'WWW-Authenticate': 'Buildkite-Signature' } },
  );
}
