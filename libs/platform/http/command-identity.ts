import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { createHash } from 'node:crypto';
import { v4, v5 } from 'uuid';
import { callerOf } from '../access/caller.js';
import { Problem } from './problem.js';

const namespace = '0d3dd4a5-3b2f-4c57-9d2a-5a1b1e0a7c11';

/** Tells a repeat of a command from a new one. */
export interface CommandIdentity {
  /** A UUID: the same for every request of the organization with the same route and Idempotency-Key, else a new one. */
  readonly commandId: string;
  /** Digest of the body; to be kept with what the command did (see refuseReusedKey). */
  readonly requestDigest: string;
  /** Whether the request had an Idempotency-Key. */
  readonly isKeyed: boolean;
}

/** Parameter of a route handler: the `CommandIdentity` of the request. */
export const CurrentCommand = createParamDecorator((_: unknown, context: ExecutionContext): CommandIdentity =>
  commandIdentity(context.switchToHttp().getRequest<Request>()),
);

/**
 * The identity of the command that a request carries.
 * @throws Problem 400 `invalid-idempotency-key` when the header is not 1 to 255 visible ASCII characters, or comes twice
 */
export function commandIdentity(request: Request): CommandIdentity {
  const requestDigest = createHash('sha256')
    .update(JSON.stringify(request.body ?? null))
    .digest('hex')
    .slice(0, 32);
  const keys = request.headersDistinct['idempotency-key'];
  if (keys === undefined) return { commandId: v4(), requestDigest, isKeyed: false };
  const [key = ''] = keys;
  if (keys.length > 1 || !/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new Problem(
      400,
      'invalid-idempotency-key',
      'Idempotency-Key must be 1 to 255 visible ASCII characters.',
    );
  }
  const name = JSON.stringify([callerOf(request).organization, request.method, request.path, key]);
  return { commandId: v5(name, namespace), requestDigest, isKeyed: true };
}

/**
 * To be called when the command was handled before.
 * @param recorded metadata of an event that it led to then, with the digest of that request
 * @throws Problem 409 `idempotency-key-reused` when that request had another body
 */
export function refuseReusedKey(
  identity: CommandIdentity,
  recorded: Readonly<Record<string, unknown>> | undefined,
): void {
  if (recorded?.['requestDigest'] === undefined || recorded['requestDigest'] === identity.requestDigest)
    return;
  throw new Problem(409, 'idempotency-key-reused', 'This Idempotency-Key came before with another body.');
}
