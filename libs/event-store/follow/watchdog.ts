import type { Mailbox } from './mailbox.js';

/** Rests for so many ms; rejects when the signal aborts. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

interface WatchdogOptions {
  readonly mailbox: Pick<Mailbox<unknown>, 'received' | 'isAwaited' | 'end'>;
  /** For how many ms nothing may come. */
  readonly silence: number;
  readonly sleep: Sleep;
  readonly signal: AbortSignal;
}

/**
 * Ends a mailbox as silent when nothing came into it for a whole interval although it was awaited: a connection that
 * hangs is not told from one that has nothing to say, so neither is trusted for long. One timer per interval, however
 * much comes.
 */
export async function watchdog({ mailbox, silence, sleep, signal }: WatchdogOptions): Promise<void> {
  while (!signal.aborted) {
    const { received } = mailbox;
    try {
      await sleep(silence, signal);
    } catch (error) {
      mailbox.end({ kind: 'failed', error });
      return;
    }
    if (mailbox.isAwaited && mailbox.received === received) {
      mailbox.end({ kind: 'silent' });
      return;
    }
  }
}
