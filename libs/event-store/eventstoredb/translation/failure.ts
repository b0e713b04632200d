import { ErrorType } from '@eventstore/db-client';
import type { ExpectedRevision } from '../../port.js';
import { toRevision } from './revision.js';

/** What a call that failed says about what became of it. */
export type Failure =
  /** The stream is elsewhere. Nothing was written. */
  | { readonly kind: 'conflict'; readonly actual: ExpectedRevision }
  | { readonly kind: 'stream-not-found' }
  /** The stream was deleted for good. */
  | { readonly kind: 'stream-deleted' }
  /** Asked the wrong node; the client turns to the leader with its next call. Nothing was written. */
  | { readonly kind: 'not-leader' }
  /** User unknown or password wrong. */
  | { readonly kind: 'login-refused' }
  | { readonly kind: 'access-denied' }
  /** The server understood and will never do it. Nothing was written. */
  | { readonly kind: 'refused' }
  /** Nobody knows what became of it: no answer, a lost connection, or an error that says nothing of it. */
  | { readonly kind: 'no-answer' };

/**
 * The gRPC status codes that say for sure that nothing was done (gRPC docs: Status codes). RESOURCE_EXHAUSTED and
 * UNIMPLEMENTED are none: grpc-js makes the one of HTTP/2's ENHANCE_YOUR_CALM and the other of an answer without
 * content, and either may come after a write.
 */
const REFUSALS: ReadonlySet<unknown> = new Set([
  3, // INVALID_ARGUMENT
  5, // NOT_FOUND
  9, // FAILED_PRECONDITION
  11, // OUT_OF_RANGE
]);
const PERMISSION_DENIED = 7;
const UNAUTHENTICATED = 16;

/**
 * Tells what an error of the client means. It has two shapes: the client's own, with `type`, and gRPC's raw one, with
 * nothing but `code`. What cannot be told is taken for no answer: repeating an append is always safe.
 */
export function classify(error: unknown): Failure {
  const { type, code, actualVersion } = shapeOf(error);
  if (code === UNAUTHENTICATED) {
    return { kind: 'login-refused' };
  }
  switch (type) {
    case ErrorType.WRONG_EXPECTED_VERSION:
      return {
        kind: 'conflict',
        actual: typeof actualVersion === 'bigint' ? toRevision(actualVersion) : 'no-stream',
      };
    case ErrorType.STREAM_NOT_FOUND:
    case ErrorType.NO_STREAM:
      return { kind: 'stream-not-found' };
    case ErrorType.STREAM_DELETED:
      return { kind: 'stream-deleted' };
    case ErrorType.NOT_LEADER:
      return { kind: 'not-leader' };
    case ErrorType.ACCESS_DENIED:
      return { kind: 'access-denied' };
    case ErrorType.INVALID_ARGUMENT:
    case ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED:
      return { kind: 'refused' };
    default:
      return byCode(code);
  }
}

function byCode(code: unknown): Failure {
  if (code === PERMISSION_DENIED) {
    return { kind: 'access-denied' };
  }
  return { kind: REFUSALS.has(code) ? 'refused' : 'no-answer' };
}

interface Shape {
  readonly type?: unknown;
  readonly code?: unknown;
  readonly actualVersion?: unknown;
}

function shapeOf(error: unknown): Shape {
  return typeof error === 'object' && error !== null ? error : {};
}

/** What the error says, as a sentence for messages; without gRPC's note on names, which is empty mostly. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const [line = ''] = text.slice(0, 300).split(/\n|\s*Resolution note:/, 1);
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
