/** The stream's last event is not the one the writer expected. Read the stream again and decide anew. */
export class RevisionConflict extends Error {
  readonly code = 'revision-conflict';
  constructor(
    readonly stream: string,
    readonly expected: number | 'no-stream',
    readonly actual: number | 'no-stream',
  ) {
    super(`Stream ${stream} is at ${actual}, not at ${expected}.`);
    this.name = 'RevisionConflict';
  }
}

/** No answer came in time: the append may or may not have been written. Repeat it with the same ids and revision. */
export class OutcomeUnknown extends Error {
  readonly code = 'outcome-unknown';
  constructor(readonly stream: string, options?: ErrorOptions) {
    super(`It is not known whether the append to ${stream} was written.`, options);
    this.name = 'OutcomeUnknown';
  }
}
