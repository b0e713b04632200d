import { HttpException } from '@nestjs/common';
import { BusUnreachable } from '#libs/bus';
import { DocumentsUnreachable } from '#libs/documents';
import { Busy, EventStoreUnreachable, OutcomeUnknown } from '#libs/event-store';
import { Problem } from './problem.js';

const codes: Readonly<Record<number, string>> = {
  400: 'malformed-request',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  405: 'method-not-allowed',
  406: 'not-acceptable',
  413: 'payload-too-large',
  414: 'uri-too-long',
  415: 'unsupported-media-type',
  429: 'rate-limited',
  503: 'unavailable',
};

const details: Readonly<Record<number, string>> = {
  400: 'The request cannot be read.',
  404: 'There is nothing here by that name.',
};

/** Errors that the same request may not meet again. */
const passing = [Busy, OutcomeUnknown, EventStoreUnreachable, DocumentsUnreachable, BusUnreachable] as const;

/**
 * The problem that an error of a request is answered with. Errors that are not made for clients become `internal`,
 * without a word of what they say.
 */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (passing.some((kind) => error instanceof kind)) {
    return new Problem(503, 'unavailable', 'A part of the service does not answer now. Try again.', {
      retryAfterSeconds: 1,
    });
  }
  if (error instanceof HttpException) return problemOfStatus(error.getStatus());
  return problemOfStatus(500);
}

function problemOfStatus(status: number): Problem {
  const code = codes[status];
  if (code === undefined) {
    return new Problem(
      500,
      'internal',
      'Something went wrong here. The instance names the request in our logs.',
    );
  }
  return new Problem(status, code, details[status] ?? 'The request was refused.');
}
