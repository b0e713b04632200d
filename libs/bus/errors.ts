/** A record's value is larger than the bus takes. Nothing was sent. */
export class RecordTooLarge extends Error {
  readonly code = 'record-too-large';
  constructor(
    readonly topic: string,
    readonly bytes: number,
    readonly limit: number,
  ) {
    super(`A record of ${bytes} bytes for ${topic} is over the limit of ${limit}.`);
    this.name = 'RecordTooLarge';
  }
}

/** The topic is not there. Topics are made by the provisioning step, never by a typo. */
export class UnknownTopic extends Error {
  readonly code = 'unknown-topic';
  constructor(readonly topic: string) {
    super(`There is no topic ${topic}. Run the provisioning step.`);
    this.name = 'UnknownTopic';
  }
}

/** What the handler of an event throws when handling this event can never succeed: it goes to the dead letters at once. */
export class Unprocessable extends Error {
  readonly code = 'unprocessable';
  constructor(
    /** A stable word for the reason, e.g. `tenant-mismatch`. */
    readonly reason: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'Unprocessable';
  }
}

/** The bus was closed; what it is asked for now was not done. */
export class BusClosed extends Error {
  readonly code = 'bus-closed';
  constructor() {
    super('The bus is closed.');
    this.name = 'BusClosed';
  }
}

/** Another process, or another bus of this one, holds the file. An embedded bus is for one process. */
export class BusInUse extends Error {
  readonly code = 'bus-in-use';
  constructor(
    readonly file: string,
    options?: ErrorOptions,
  ) {
    super(
      `${file} is held by another process. Stop it, or give this one a data directory of its own.`,
      options,
    );
    this.name = 'BusInUse';
  }
}

/** No server of the bus answers; it may later. */
export class BusUnreachable extends Error {
  readonly code = 'bus-unreachable';
  constructor(
    /** Each as host:port. */
    readonly brokers: readonly string[],
    reason: string,
    options?: ErrorOptions,
  ) {
    super(
      `Kafka at ${brokers.join(', ')} does not answer: ${reason}. Start it, or set KAFKA_BROKERS to where it is.`,
      options,
    );
    this.name = 'BusUnreachable';
  }
}

/** What answers is no server that the bus can work with, or refuses its credentials. Waiting does not help. */
export class BusUnusable extends Error {
  readonly code = 'bus-unusable';
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BusUnusable';
  }
}
