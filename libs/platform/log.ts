/** A structured logger. The first argument is data, the second a sentence. Values never contain secrets. */
export interface Log {
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
  /** Something failed and heals by itself. */
  warn(data: object, message: string): void;
  /** Something that a person must mend. */
  error(data: object, message: string): void;
  /** A logger whose lines also carry `data`. */
  child(data: object): Log;
}
