import type { Bell } from './bell.js';

/** The bells of a collected connection: who hears that there is something to do. */
export interface Bells {
  readonly polling: Bell;
  readonly lookUps: Bell;
  readonly hints: Bell;
  readonly backfills: Bell;
}

/** What is done for a connection for as long as it is collected. */
export interface CollectingLoop {
  /** What it does, for the log, as the beginning of a sentence. */
  readonly what: string;
  /** Runs until the signal aborts, and rejects with its reason then; when it rejects before, it is begun again. */
  run(connection: string, bells: Bells, signal: AbortSignal): Promise<void>;
}
