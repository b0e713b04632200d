import { setImmediate as turnOfTheEventLoop } from 'node:timers/promises';
import type { SubscriptionMessage } from '../port.js';
import type { FilteredLog } from './filtered-log.js';

/** After how many filtered events a live subscription says how far it is. */
const CHECKPOINT_INTERVAL = 1_000;

interface SubscriptionOptions {
  readonly log: FilteredLog;
  /** Position behind which to begin. */
  readonly after: number;
  readonly signal: AbortSignal;
  /** Resolves when something has been committed, or the signal has aborted. */
  readonly nextCommit: (signal: AbortSignal) => Promise<void>;
}

/** Catches up page by page, then waits for commits. Ends when the signal aborts. */
export async function* subscription(
  options: SubscriptionOptions,
): AsyncGenerator<SubscriptionMessage, void, undefined> {
  const { log, signal, nextCommit } = options;
  if (signal.aborted) {
    return;
  }
  const start = log.head();
  let looked = options.after;
  let told = options.after;
  let live = false;

  while (!signal.aborted) {
    const { events, through } = log.page(looked);
    looked = through;
    for (const event of events) {
      yield { kind: 'event', event };
      told = Number(event.position);
      if (signal.aborted) {
        return;
      }
    }

    const caughtUp = !live && looked >= start;
    if (looked - told >= CHECKPOINT_INTERVAL || (caughtUp && looked > told)) {
      yield { kind: 'checkpoint', position: String(looked) };
      told = looked;
    }
    if (caughtUp) {
      live = true;
      yield { kind: 'caught-up' };
    }

    if (signal.aborted) {
      return;
    }
    await (looked < log.head() ? turnOfTheEventLoop() : nextCommit(signal));
  }
}
