import type { EventStore, RecordedEvent } from '../port.js';
import { backOff } from './back-off.js';
import type { Checkpoints } from './checkpoints.js';
import { deliver } from './deliver.js';
import type { Ending } from './mailbox.js';
import type { Sleep } from './watchdog.js';

/** Failures in a row from which on a person should look. */
const ALARMING = 10;

/** What a follower tells while it works: data, then a sentence. */
export interface FollowLog {
  debug(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}

export interface FollowOptions {
  readonly store: EventStore;
  /** Under which the progress is kept. */
  readonly name: string;
  /** Of the names of the streams to follow. */
  readonly prefixes: readonly string[];
  readonly checkpoints: Checkpoints;
  /**
   * Handles events in the order of the store, at least once each. Rejecting means: not now; the same events come again
   * after a rest, for as long as it takes.
   */
  handle(events: readonly RecordedEvent[]): Promise<void>;
  /** Called when all that was there has been handled; also after each resumption. */
  onCaughtUp?(): Promise<void> | void;
  /** Ends the following. */
  readonly signal: AbortSignal;
  /** Rests for so many ms; rejects when the signal aborts. */
  readonly sleep: Sleep;
  readonly log?: FollowLog;
  /** Most events in one call of `handle`. Default 500. */
  readonly maxBatch?: number;
  /** After how many ms without a message the subscription is renewed. Default 30,000. */
  readonly silence?: number;
}

/**
 * Follows the streams for good: a catch-up subscription that is taken up again from the kept checkpoint whenever it
 * ends, fails or falls silent. The checkpoint is kept behind what was handled, so that nothing is skipped whatever
 * happens. Resolves when the signal has aborted and the batch in hand is through. Rejects only
 * when `sleep` fails.
 */
export async function follow(options: FollowOptions): Promise<void> {
  const { name, signal, sleep, log } = options;
  let failures = 0;

  while (!signal.aborted) {
    let caughtUp = false;
    const ending = await deliver({
      ...options,
      handle: (events) => options.handle(events),
      onCaughtUp: () => {
        caughtUp = true;
        return options.onCaughtUp?.();
      },
      onProgress: () => (failures = 0),
      maxBatch: options.maxBatch ?? 500,
      silence: options.silence ?? 30_000,
    });

    if (ending.kind === 'stopped') {
      continue;
    }
    if (ending.kind === 'silent' && caughtUp) {
      log?.debug({ follower: name }, 'Nothing came for a while: the subscription is renewed.');
      continue;
    }
    failures += 1;
    tell(log, name, failures, ending);
    await sleep(backOff(failures, Math.random()), signal).catch(ignoreAbort(signal));
  }
}

function tell(log: FollowLog | undefined, follower: string, failures: number, ending: Ending): void {
  const data = { follower, failures, ...(ending.kind === 'failed' ? { error: ending.error } : {}) };
  const message = `Following stopped (${ending.kind}) and is taken up again from the last checkpoint.`;
  if (failures >= ALARMING) {
    log?.error(data, message);
  } else {
    log?.warn(data, message);
  }
}

function ignoreAbort(signal: AbortSignal): (error: unknown) => void {
  return (error) => {
    if (!signal.aborted) {
      throw error;
    }
  };
}
