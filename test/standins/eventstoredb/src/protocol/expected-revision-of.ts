import type { ExpectedRevision } from '../store/domain/append-decision.js';
import { invalidArgument } from './rpc-error.js';

/** The options of a request that names the revision it expects. */
interface RevisionOptions {
  hasRevision(): boolean;
  getRevision(): string;
  hasNoStream(): boolean;
  hasAny(): boolean;
  hasStreamExists(): boolean;
}

/** What a request expects of its stream; throws INVALID_ARGUMENT when it does not say. */
export function expectedRevisionOf(options: RevisionOptions): ExpectedRevision {
  if (options.hasRevision()) return { kind: 'revision', revision: Number(options.getRevision()) };
  if (options.hasNoStream()) return { kind: 'no-stream' };
  if (options.hasAny()) return { kind: 'any' };
  if (options.hasStreamExists()) return { kind: 'stream-exists' };
  throw invalidArgument("'None' is not a valid ExpectedStreamRevision");
}

/** The number by which the real server's errors name an expectation. */
export function expectedVersionNumber(expected: ExpectedRevision): number {
  switch (expected.kind) {
    case 'no-stream':
      return -1;
    case 'any':
      return -2;
    case 'stream-exists':
      return -4;
    case 'revision':
      return expected.revision;
  }
}
