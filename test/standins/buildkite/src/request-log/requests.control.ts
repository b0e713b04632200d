import { Controller, Delete, Get, HttpCode, UseGuards } from '@nestjs/common';
import { LoopbackGuard } from '../control/loopback.guard.js';
import { Organizations } from '../organization/organizations.js';
import { Settings } from '../settings/settings.js';
import { Arrivals } from './arrivals.js';
import type { DensestWindow } from './densest-windows.js';
import { RequestLog, type LoggedRequest } from './request-log.js';

/** What the API was asked. */
export interface RequestReport {
  /** All since the start or the last reset, those included that the list has dropped. */
  readonly total: number;
  readonly requests: readonly LoggedRequest[];
}

/** Control: the log of requests to the API. */
@Controller('_control/requests')
@UseGuards(LoopbackGuard)
export class RequestsControl {
  constructor(
    private readonly requests: RequestLog,
    private readonly arrivals: Arrivals,
    private readonly organizations: Organizations,
    private readonly settings: Settings,
  ) {}

  @Get()
  list(): RequestReport {
    return { total: this.requests.total, requests: this.requests.list() };
  }

  /** Of all requests with a token that is known, spoiled and refused ones included, since the start or the last reset. */
  @Get('densest')
  densest(): readonly DensestWindow[] {
    const { userLimit, organizationLimit } = this.settings.values;
    return this.arrivals.densest((scope, name) =>
      scope === 'user' ? userLimit : (this.organizations.find(name)?.rateLimit ?? organizationLimit),
    );
  }

  @Delete()
  @HttpCode(204)
  reset(): void {
    this.requests.reset();
    this.arrivals.reset();
  }
}
