import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { StandInClock } from '../clock/stand-in-clock.js';
import { Faults } from '../fault/faults.js';
import { spoil } from '../fault/spoil.js';
import { iso } from '../instant/instant.js';
import { countedOrganization, countedUser } from '../rate-limit/counted-for.js';
import { Arrivals } from '../request-log/arrivals.js';
import type { CountedScope } from '../request-log/densest-windows.js';
import { RequestLog } from '../request-log/request-log.js';
import { Settings } from '../settings/settings.js';
import type { Token } from '../token/token.js';
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
    private readonly arrivals: Arrivals,
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
    const cameAtMs = this.clock.now();
    const counted = countedFor(token, path);
    for (const [scope, name] of counted) this.arrivals.note(scope, name, cameAtMs);
    const logged = this.requests.begin({
      at: iso(cameAtMs),
      method,
      path,
      query,
      token: token?.label ?? null,
      user: counted.get('user') ?? null,
      organization: counted.get('organization') ?? null,
    });
    response.once('finish', () => {
      this.requests.end(logged, response.statusCode);
    });
    const fault = this.faults.take({ method, path, query, token: token?.label });
    const waitMs = this.settings.values.replyDelayMs + (fault?.kind === 'delay' ? fault.ms : 0);
    if (waitMs > 0) await sleep(waitMs, undefined, { ref: false });
    const nowMs = this.stamp(response);
    response.once('finish', () => {
      for (const [scope, name] of counted) this.noteRefusal(response, scope, name, nowMs);
    });
    noteCall(request, { nowMs, url, origin, token, fault });
    if (fault !== undefined && spoil(response, fault)) return;
    next();
  }

  /** A 429 of a scope tells in its headers which one, and when it ends. */
  private noteRefusal(response: Response, scope: CountedScope, name: string, nowMs: number): void {
    const prefix = scope === 'user' ? 'RateLimit-User' : 'RateLimit';
    if (response.statusCode !== 429 || !response.hasHeader(`${prefix}-Warning`)) return;
    const resetMs = Number(response.getHeader(`${prefix}-Reset`)) * 1_000;
    this.arrivals.limit(scope, name, nowMs, nowMs + resetMs);
  }

  private stamp(response: Response): number {
    const nowMs = this.clock.now();
    response.setHeader('Date', new Date(nowMs).toUTCString());
    response.setHeader('Cache-Control', 'max-age=0, private, must-revalidate');
    return nowMs;
  }
}

/** For whom a request counts: nobody without a token that is known. */
function countedFor(token: Token | undefined, path: string): ReadonlyMap<CountedScope, string> {
  if (token === undefined) return new Map();
  const organization = countedOrganization(token, path);
  return new Map<CountedScope, string>([
    ['user', countedUser(token)],
    ...(organization === undefined ? [] : [['organization', organization] as const]),
  ]);
}
