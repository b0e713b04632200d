import { Controller, Delete, Get, HttpCode, UseGuards } from '@nestjs/common';
import { LoopbackGuard } from '../control/loopback.guard.js';
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
  constructor(private readonly requests: RequestLog) {}

  @Get()
  list(): RequestReport {
    return { total: this.requests.total, requests: this.requests.list() };
  }

  @Delete()
  @HttpCode(204)
  reset(): void {
    this.requests.reset();
  }
}
