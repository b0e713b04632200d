/** Where the last event that a client wrote lies. */
export interface Written {
  readonly kind: 'written';
  /** Number of its last event; -1 when nothing was written to a stream without any. */
  readonly lastRevision: number;
  readonly position: number;
}

/** How an append or a delete ended. */
export type WriteOutcome =
  | Written
  | { readonly kind: 'wrong-expected-version'; readonly currentRevision: number }
  | { readonly kind: 'stream-deleted' };
