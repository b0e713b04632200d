import type { BusLog } from '../log.js';
import type { Bus } from '../port.js';
import { openDatabase } from './database.js';
import { EmbeddedBus } from './embedded-bus.js';
import { defaultRest, type Rest } from '../rest.js';

export interface EmbeddedBusOptions {
  /** Path of the SQLite file; it and its folder are made when missing. */
  readonly file: string;
  /** Milliseconds since 1970, UTC; the machine's clock unless given. */
  readonly now?: () => number;
  /** How long a partition rests after a rejected batch. Default 0.2 s, doubling up to 10 s. */
  readonly rest?: Rest;
  /** How many partitions one consumer handles at the same time. Default 12. */
  readonly partitionsAtOnce?: number;
  /** Told of rejected batches, at level debug. */
  readonly log?: BusLog;
}

/**
 * Opens the bus that lives in one file and serves one process.
 * @throws BusInUse when another process holds the file
 */
export async function openEmbeddedBus(options: EmbeddedBusOptions): Promise<Bus> {
  const { file, now = Date.now, rest = defaultRest, partitionsAtOnce = 12, log } = options;
  return new EmbeddedBus(openDatabase(file), { now, rest, partitionsAtOnce, log });
}
