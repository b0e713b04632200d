import type { EventStore, RecordedEvent, SubscriptionMessage } from '../port.js';

/** A subscription that keeps what it receives, for assertions. */
export interface Subscriber {
  readonly messages: readonly SubscriptionMessage[];
  /** The events among the messages. */
  events(): RecordedEvent[];
  /** Resolves as soon as the condition holds; rejects when the subscription ends before. */
  until(condition: () => boolean): Promise<void>;
  /** Resolves once so many events are there. */
  untilEvents(count: number): Promise<RecordedEvent[]>;
  untilCaughtUp(): Promise<void>;
  /** Aborts and waits for the end. */
  stop(): Promise<void>;
}

/** Subscribes and receives in the background until stopped. */
export function subscriber(
  store: EventStore,
  options: { readonly prefixes: readonly string[]; readonly after?: string },
): Subscriber {
  const controller = new AbortController();
  const messages: SubscriptionMessage[] = [];
  const waiting = new Set<() => void>();
  let ended = false;

  const receiving = (async () => {
    for await (const message of store.subscribe({ ...options, signal: controller.signal })) {
      messages.push(message);
      waiting.forEach((check) => check());
    }
  })();
  const end = receiving.finally(() => {
    ended = true;
    waiting.forEach((check) => check());
  });
  end.catch(() => undefined);

  const events = () => messages.flatMap((message) => (message.kind === 'event' ? [message.event] : []));
  const until = (condition: () => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        if (condition()) {
          waiting.delete(check);
          resolve();
        } else if (ended) {
          waiting.delete(check);
          receiving.then(() => reject(new Error('The subscription ended.')), reject);
        }
      };
      waiting.add(check);
      check();
    });

  return {
    messages,
    events,
    until,
    untilEvents: async (count) => {
      await until(() => events().length >= count);
      return events();
    },
    untilCaughtUp: () => until(() => messages.some(({ kind }) => kind === 'caught-up')),
    stop: async () => {
      controller.abort();
      await end;
    },
  };
}
