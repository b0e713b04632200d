import type { BatchAppendReq } from '@eventstore/db-client/generated/streams_pb.js';
import { invalidArgument } from '../protocol/rpc-error.js';
import type { ExpectedRevision } from '../store/domain/append-decision.js';

/** What the options of a batch expect of its stream; throws INVALID_ARGUMENT when they do not say. */
export function expectedOfBatch(options: BatchAppendReq.Options): ExpectedRevision {
  if (options.hasStreamPosition()) return { kind: 'revision', revision: Number(options.getStreamPosition()) };
  if (options.hasNoStream()) return { kind: 'no-stream' };
  if (options.hasAny()) return { kind: 'any' };
  if (options.hasStreamExists()) return { kind: 'stream-exists' };
  throw invalidArgument("'None' is not a valid ExpectedStreamPosition");
}

/** Milliseconds that the client gives the append, counted from now; Infinity when it does not say. */
export function timeLeftMs(options: BatchAppendReq.Options, nowMs: number): number {
  const instant = options.getDeadline();
  if (instant === undefined) return Infinity;
  return instant.getSeconds() * 1_000 + instant.getNanos() / 1e6 - nowMs;
}
