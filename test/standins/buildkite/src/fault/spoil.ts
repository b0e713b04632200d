import { setTimeout as sleep } from 'node:timers/promises';
import type { Response } from 'express';
import { limitHeaders, refusalBody, type LimitReading } from '../rate-limit/limit-headers.js';
import type { Fault } from './fault.js';

const LATER_RESET_SECONDS = 50;
const HTML = '<html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>\n';

function refuse(response: Response, fault: Fault & { kind: 'rate-limit' }): void {
  const exhausted = { used: 51, limit: 50, resetSeconds: fault.resetSeconds };
  const other = { used: 10, limit: 200, resetSeconds: LATER_RESET_SECONDS };
  const [organization, user]: [LimitReading, LimitReading] =
    fault.scope === 'rest'
      ? [
          { ...exhausted, used: 201, limit: 200 },
          { ...other, limit: 50 },
        ]
      : [other, exhausted];
  response
    .set(limitHeaders(organization, user))
    .status(429)
    .json(refusalBody(fault.scope, fault.scope === 'rest' ? organization : user));
}

/** Lets the reply go out half: what happens to the second half is the caller's business. */
function halve(response: Response, afterHalf: (rest: Buffer, finish: (rest: Buffer) => void) => void): void {
  const end = response.end.bind(response);
  const half = (chunk: unknown): Response => {
    const body = Buffer.from(typeof chunk === 'string' || chunk instanceof Uint8Array ? chunk : '');
    const middle = Math.floor(body.length / 2);
    response.write(body.subarray(0, middle), () => {
      afterHalf(body.subarray(middle), (rest) => end(rest));
    });
    return response;
  };
  response.end = half as typeof response.end;
}

/**
 * Makes a fault happen to a reply. True when the reply is out already and the request must go no further;
 * a fault that only touches the reply on its way lets it go on.
 */
export function spoil(response: Response, fault: Fault): boolean {
  switch (fault.kind) {
    case 'status':
      response.status(fault.status).json({ message: fault.message ?? 'Something went wrong' });
      return true;
    case 'html':
      response
        .status(fault.status ?? 502)
        .type('html')
        .send(HTML);
      return true;
    case 'rate-limit':
      refuse(response, fault);
      return true;
    case 'cut':
      halve(response, () => response.destroy());
      return false;
    case 'slow':
      halve(response, (rest, finish) => {
        void sleep(fault.ms, undefined, { ref: false }).then(() => finish(rest));
      });
      return false;
    case 'delay':
    case 'empty-link':
    case 'foreign-link':
      return false;
  }
}
