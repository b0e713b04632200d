import type { EventStore, RecordedEvent, SubscriptionMessage } from '../port.js';
import type { Checkpoints } from './checkpoints.js';
import { Mailbox, type Ending } from './mailbox.js';
import { watchdog, type Sleep } from './watchdog.js';

export interface Delivery {
  readonly store: EventStore;
  readonly name: string;
  readonly prefixes: readonly string[];
  readonly checkpoints: Checkpoints;
  readonly handle: (events: readonly RecordedEvent[]) => Promise<void>;
  /** Called when all that was there has been handled. */
  readonly onCaughtUp: () => Promise<void> | void;
  /** Called behind each batch whose progress is kept, and when all that was there has been handled. */
  readonly onProgress: () => void;
  readonly signal: AbortSignal;
  readonly sleep: Sleep;
  readonly maxBatch: number;
  /** For how many ms nothing may come. */
  readonly silence: number;
}

/**
 * One subscription from the kept checkpoint to its end: takes what is there in batches, has each handled, then keeps how
 * far it is. Never rejects: whatever goes wrong is an ending. Returns at once when the signal aborts, but for a batch
 * that is being handled, which is carried through.
 */
export async function deliver(delivery: Delivery): Promise<Ending> {
  const { checkpoints, maxBatch, name, signal, silence, sleep } = delivery;
  const stop = new AbortController();
  const mailbox = new Mailbox<SubscriptionMessage>(maxBatch * 2);
  const onAbort = (): void => mailbox.end({ kind: 'stopped' });
  signal.addEventListener('abort', onAbort);
  try {
    const after = await checkpoints.load(name);
    void receive(delivery, after, mailbox, stop.signal);
    void watchdog({ mailbox, silence, sleep, signal: stop.signal });
    while (!signal.aborted) {
      const taken = await mailbox.take(maxBatch);
      if ('kind' in taken) {
        return taken;
      }
      if (!signal.aborted) {
        await handleBatch(delivery, taken);
      }
    }
    return { kind: 'stopped' };
  } catch (error) {
    return { kind: 'failed', error };
  } finally {
    signal.removeEventListener('abort', onAbort);
    mailbox.end({ kind: 'stopped' });
    stop.abort();
  }
}

async function receive(
  { store, prefixes }: Delivery,
  after: string | undefined,
  mailbox: Mailbox<SubscriptionMessage>,
  signal: AbortSignal,
): Promise<void> {
  try {
    const from = after === undefined ? {} : { after };
    for await (const message of store.subscribe({ prefixes, ...from, signal })) {
      if (!(await mailbox.put(message))) {
        return;
      }
    }
    mailbox.end({ kind: 'ended' });
  } catch (error) {
    mailbox.end({ kind: 'failed', error });
  }
}

async function handleBatch(delivery: Delivery, messages: readonly SubscriptionMessage[]): Promise<void> {
  const { checkpoints, handle, name, onCaughtUp, onProgress } = delivery;
  const events = messages.flatMap((message) => (message.kind === 'event' ? [message.event] : []));
  if (events.length > 0) {
    await handle(events);
  }
  const position = messages.map(positionOf).findLast((found) => found !== undefined);
  if (position !== undefined) {
    await checkpoints.save(name, position);
    onProgress();
  }
  if (messages.some(({ kind }) => kind === 'caught-up')) {
    await onCaughtUp();
    onProgress();
  }
}

function positionOf(message: SubscriptionMessage): string | undefined {
  switch (message.kind) {
    case 'event':
      return message.event.position;
    case 'checkpoint':
      return message.position;
    case 'caught-up':
      return undefined;
  }
}
