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
  constructor(
    readonly stream: string,
    options?: ErrorOptions,
  ) {
    super(`It is not known whether the append to ${stream} was written.`, options);
    this.name = 'OutcomeUnknown';
  }
}

/** Other writers were always quicker. Nothing was written; the same command may be sent again. */
export class Busy extends Error {
  readonly code = 'busy';
  constructor(
    readonly stream: string,
    /** How often the command was decided and its append lost the race. */
    readonly attempts: number,
  ) {
    super(`Stream ${stream} moved on during each of ${attempts} attempts.`);
    this.name = 'Busy';
  }
}

/** The rules do not allow the command in the state that the stream is in. Thrown by a decider; pure. */
export class Refused extends Error {
  constructor(
    /** A stable word for the reason, e.g. `label-duplicate`: the edge maps it to a problem. */
    readonly code: string,
    message: string,
    /** Facts that help the caller, JSON-shaped. Never a secret. */
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'Refused';
  }
}

/** The file of the embedded store cannot be used as it is; the message says what to do. */
export class EventStoreUnusable extends Error {
  readonly code: 'event-store-in-use' | 'event-store-too-new' | 'event-store-foreign';
  constructor(code: EventStoreUnusable['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.name = 'EventStoreUnusable';
  }
}
