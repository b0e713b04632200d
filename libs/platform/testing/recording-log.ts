import type { Log } from '../log.js';

export interface LoggedLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly data: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** A log that keeps its lines for a test to read. */
export class RecordingLog implements Log {
  constructor(
    readonly lines: LoggedLine[] = [],
    private readonly bound: object = {},
  ) {}

  debug(data: object, message: string): void {
    this.#keep('debug', data, message);
  }

  info(data: object, message: string): void {
    this.#keep('info', data, message);
  }

  warn(data: object, message: string): void {
    this.#keep('warn', data, message);
  }

  error(data: object, message: string): void {
    this.#keep('error', data, message);
  }

  child(data: object): RecordingLog {
    return new RecordingLog(this.lines, { ...this.bound, ...data });
  }

  #keep(level: LoggedLine['level'], data: object, message: string): void {
    this.lines.push({ level, data: { ...this.bound, ...data }, message });
  }
}
