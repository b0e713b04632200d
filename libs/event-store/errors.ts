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

/** The store will never take the append, e.g. because it is too large. Nothing was written. */
export class AppendRefused extends Error {
  readonly code = 'append-refused';
  constructor(
    readonly stream: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`The event store refuses the append to ${stream}: ${reason}`, options);
    this.name = 'AppendRefused';
  }
}

/** An event lies in the store whose data or metadata are no JSON objects: not this software wrote it. */
export class EventUnreadable extends Error {
  readonly code = 'event-unreadable';
  constructor(
    readonly stream: string,
    readonly revision: number | bigint,
    reason: string,
  ) {
    super(`Event ${revision} of stream ${stream} cannot be read: ${reason}`);
    this.name = 'EventUnreadable';
  }
}

/** The store does not answer. It may later. */
export class EventStoreUnreachable extends Error {
  readonly code = 'event-store-unreachable';
  constructor(
    /** Where it was looked for: `host:port`, several with commas. Without credentials. */
    readonly address: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(
      `The event store at ${address} does not answer: ${reason} Check that it runs and that EVENTSTORE_URL names it.`,
      options,
    );
    this.name = 'EventStoreUnreachable';
  }
}

/** Why a store cannot be used as it is. */
export type EventStoreProblem =
  /** Embedded: another process has the file open. */
  | 'event-store-in-use'
  /** Embedded: a newer version of this software wrote the file. */
  | 'event-store-too-new'
  /** Embedded: the file is something else. */
  | 'event-store-foreign'
  /** The server is older than what the adapter builds on. */
  | 'event-store-too-old'
  | 'event-store-url-invalid'
  /** The client would drop user and password without a word. */
  | 'event-store-credentials-without-tls'
  | 'event-store-tls-file-unreadable'
  /** The server does not know the user, or the password is wrong. */
  | 'event-store-login-refused'
  /** The server knows the user, who may not do what is needed. */
  | 'event-store-access-denied';

/** The store cannot be used as it is; the message says what to do. */
export class EventStoreUnusable extends Error {
  readonly code: EventStoreProblem;
  constructor(code: EventStoreProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.name = 'EventStoreUnusable';
  }
}
