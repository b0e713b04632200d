import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { StandInClock } from '../clock/stand-in-clock.js';
import { Faults } from '../fault/faults.js';
import { spoil } from '../fault/spoil.js';
import { iso } from '../instant/instant.js';
import { RequestLog } from '../request-log/request-log.js';
import { Settings } from '../settings/settings.js';
import { Tokens } from '../token/tokens.js';
import { noteCall } from './call.js';

/** Where every request comes in: logs it, delays or spoils it as asked, and fixes the instant at which it is answered. */
@Injectable()
export class CallGate {
  constructor(
    private readonly clock: StandInClock,
    private readonly tokens: Tokens,
    private readonly faults: Faults,
    private readonly requests: RequestLog,
    private readonly settings: Settings,
  ) {}

  /** An Express middleware. */
  async pass(request: Request, response: Response, next: NextFunction): Promise<void> {
    if (request.path.startsWith('/_control')) {
      this.stamp(response);
      next();
      return;
    }
    const origin = `${request.protocol}://${request.get('host') ?? 'localhost'}`;
    const url = new URL(request.originalUrl, origin);
    const token = this.tokens.ofHeader(request.get('authorization'));
    const { method, path } = request;
    const query = [...url.searchParams].map(([name, value]) => `${name}=${value}`).join('&');
    const logged = this.requests.begin({
      at: iso(this.clock.now()),
      method,
      path,
      query,
      token: token?.label ?? null,
    });
    response.once('finish', () => {
      this.requests.end(logged, response.statusCode);
    });
    const fault = this.faults.take({ method, path, query, token: token?.label });
    const waitMs = this.settings.values.replyDelayMs + (fault?.kind === 'delay' ? fault.ms : 0);
    if (waitMs > 0) await sleep(waitMs, undefined, { ref: false });
    const nowMs = this.stamp(response);
    noteCall(request, { nowMs, url, origin, token, fault });
    if (fault !== undefined && spoil(response, fault)) return;
    next();
  }

  private stamp(response: Response): number {
    const nowMs = this.clock.now();
    response.setHeader('Date', new Date(nowMs).toUTCString());
    response.setHeader('Cache-Control', 'max-age=0, private, must-revalidate');
    return nowMs;
  }
}
