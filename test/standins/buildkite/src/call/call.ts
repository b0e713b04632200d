import type { IncomingMessage } from 'node:http';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { authenticationRequired } from '../error/buildkite-error.js';
import type { Fault } from '../fault/fault.js';
import type { Token } from '../token/token.js';

/** One request to the API, at the one instant at which it is answered. */
export interface Call {
  /** Epoch milliseconds; the reply's `Date` and everything in its body are of this instant. */
  readonly nowMs: number;
  /** The address that was asked for, absolute. */
  readonly url: URL;
  /** Scheme, host and port by which the client reaches the stand-in; addresses in bodies begin with it. */
  readonly origin: string;
  /** The token that the request carries, dead or alive. */
  readonly token: Token | undefined;
  readonly fault: Fault | undefined;
}

const calls = new WeakMap<IncomingMessage, Call>();

/** Notes what a request is about, for everything that handles it. */
export function noteCall(request: IncomingMessage, call: Call): void {
  calls.set(request, call);
}

/** What was noted about a request. */
export function callOf(request: IncomingMessage): Call {
  const call = calls.get(request);
  if (call === undefined) throw new Error('the request has not passed the call gate');
  return call;
}

/** Gives a handler the call that it answers. */
export const CurrentCall = createParamDecorator((_: unknown, context: ExecutionContext): Call =>
  callOf(context.switchToHttp().getRequest<Request>()),
);

/** Gives a handler the token that the guard has let pass. */
export const CurrentToken = createParamDecorator((_: unknown, context: ExecutionContext): Token => {
  const { token } = callOf(context.switchToHttp().getRequest<Request>());
  if (token === undefined) throw authenticationRequired();
  return token;
});
