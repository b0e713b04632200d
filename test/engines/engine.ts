/** The engines that the product can run on, as their makers write them. */
export type EngineName = 'Kafka' | 'MongoDB' | 'EventStoreDB';

/** An engine cannot be had here; `reason` says why, without a full stop, e.g. `mvn was not found`. */
export class EngineUnavailable extends Error {
  override readonly name = 'EngineUnavailable';
  readonly code = 'engine-unavailable';

  constructor(
    readonly engine: EngineName,
    readonly reason: string,
  ) {
    super(`${engine} cannot be had here: ${reason}.`);
  }
}

/** A server that a test started. It ends with the process that started it, however that ends. */
export interface Engine {
  /** Of the server as it runs now; another one after a restart. */
  readonly pid: number;
  /** Sends the signal and, unless it is SIGSTOP or SIGCONT, waits until the server has ended. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Starts it on the same port and data; ends it first if it runs. Resolves when it answers. */
  restart(): Promise<void>;
  /** Ends it in good order. */
  stop(): Promise<void>;
  /** Resolves when it has ended, whatever ended it; keeps this process alive until then. */
  ended(): Promise<void>;
}

/** Where an engine of a test keeps what is its own. */
export interface EnginePlace {
  /** Its data, settings and log; made if it is not there. */
  readonly folder: string;
  /** On the loopback interface; a free one if it is left out. */
  readonly port?: number;
}

/** Takes a line about what goes on. */
export type Say = (line: string) => void;

/** Says it on standard error, so that standard output is for results. */
export const sayOnStandardError: Say = (line) => {
  process.stderr.write(`${line}\n`);
};
