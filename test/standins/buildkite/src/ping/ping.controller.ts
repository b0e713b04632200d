import { All, Controller, Get } from '@nestjs/common';
import { CurrentCall, type Call } from '../call/call.js';
import { noRoute } from '../error/buildkite-error.js';

/** What answers without a token (Buildkite docs: REST API, REST API › Meta). */
@Controller()
export class PingController {
  @Get()
  ping(@CurrentCall() { nowMs }: Call): Record<string, unknown> {
    return { message: '🛠', timestamp: Math.floor(nowMs / 1_000) };
  }

  @Get('v2/meta')
  meta(): Record<string, unknown> {
    return { webhook_ips: ['192.0.2.20', '192.0.2.21/32'] };
  }
}

/** Every address that the API does not have; must be the last controller of the module. */
@Controller()
export class UnknownRouteController {
  @All('{*path}')
  refuse(@CurrentCall() { url }: Call): never {
    throw noRoute(url.pathname);
  }
}
