/** One event as the log holds it. */
export interface RecordedEvent {
  /** Where its record begins in the log: its commit and its prepare position. */
  readonly position: number;
  /** Where the record after it begins. */
  readonly next: number;
  readonly stream: string;
  /** Its number in its stream, from 0; TOMBSTONE_REVISION for the event that ends a stream for ever. */
  readonly revision: number;
  /** UUID in lower case. */
  readonly id: string;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: Uint8Array;
  /** The client's own metadata; empty when there is none. */
  readonly metadata: Uint8Array;
  /** When the server wrote it, epoch milliseconds. */
  readonly createdMs: number;
}

/** An event that somebody wants to be recorded. */
export type ProposedEvent = Pick<RecordedEvent, 'id' | 'type' | 'isJson' | 'data' | 'metadata'>;

/**
 * The number of the event that a tombstone is, and the `$tb` of a stream that is deleted softly: the real server's
 * highest 64 bit integer, here as the number that JSON gives for it.
 */
export const TOMBSTONE_REVISION = 2 ** 63;

/** A revision as the wire writes it. */
export function revisionText(revision: number): string {
  return revision === TOMBSTONE_REVISION ? '9223372036854775807' : String(revision);
}
