/** Where the bus tells what happens: data first, then a sentence. The platform's log is one. Values never hold records' content. */
export interface BusLog {
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
  /** Something failed and heals by itself. */
  warn(data: object, message: string): void;
  /** Something that a person must mend. */
  error(data: object, message: string): void;
}
