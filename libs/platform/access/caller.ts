import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';

/** What a key allows: an admin everything, a deployer to register deploys, a viewer to read. */
export type Role = 'admin' | 'deployer' | 'viewer';

export const roles: readonly Role[] = ['admin', 'deployer', 'viewer'];

/** Who sent the request. */
export interface Caller {
  readonly organization: string;
  readonly role: Role;
  /** The id of the key: not a secret. */
  readonly key: string;
}

const callers = new WeakMap<IncomingMessage, Caller>();

/** Says who sent this request; the guard does, after it has checked the key. */
export function rememberCaller(request: IncomingMessage, caller: Caller): void {
  callers.set(request, caller);
}

/**
 * Who sent this request.
 * @throws Error on a route that is open to everyone
 */
export function callerOf(request: IncomingMessage): Caller {
  const caller = callers.get(request);
  if (caller === undefined) throw new Error('This route is open: it has no caller.');
  return caller;
}

/** Who sent this request, if it is known by now. */
export function knownCallerOf(request: IncomingMessage): Caller | undefined {
  return callers.get(request);
}

/** Parameter of a route handler: the `Caller`. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller =>
  callerOf(context.switchToHttp().getRequest<IncomingMessage>()),
);
