import { OutcomeUnknown } from '../errors.js';
import type { EventStore, ExpectedRevision, NewEvent, RecordedEvent, SubscriptionMessage } from '../port.js';

/**
 * What happens to one append: nobody answers and nothing is written; it is written and the reply is lost; or something
 * else gets in before it, such as another writer's append.
 */
export type AppendFault = 'not-written' | 'reply-lost' | (() => Promise<unknown>);

/** What happens to one subscription behind so many messages. A silent one does not even react to its signal. */
export interface SubscriptionFault {
  readonly after: number;
  readonly how: 'ends' | 'throws' | 'goes-silent';
}

/** A store that has the faults of a distributed one, each when it is told to. Without faults it passes calls on. */
export class FaultyEventStore implements EventStore {
  /** The appends that came, whatever became of them. */
  readonly appends: { stream: string; ids: string[]; expectedRevision: ExpectedRevision }[] = [];
  /** Where the subscriptions that came began. */
  readonly subscriptions: (string | undefined)[] = [];
  readonly reads: { stream: string; from: number }[] = [];
  readonly #inner: EventStore;
  readonly #appendFaults: AppendFault[] = [];
  readonly #subscriptionFaults: SubscriptionFault[] = [];

  constructor(inner: EventStore) {
    this.#inner = inner;
  }

  /** The next appends have these faults, one each. */
  failAppends(...faults: AppendFault[]): void {
    this.#appendFaults.push(...faults);
  }

  /** The next subscriptions have these faults, one each. */
  failSubscriptions(...faults: SubscriptionFault[]): void {
    this.#subscriptionFaults.push(...faults);
  }

  async append(
    stream: string,
    events: readonly NewEvent[],
    options: { readonly expectedRevision: ExpectedRevision },
  ): Promise<{ readonly revision: number }> {
    this.appends.push({ stream, ids: events.map(({ id }) => id), ...options });
    const fault = this.#appendFaults.shift();
    if (fault === 'not-written') {
      throw new OutcomeUnknown(stream);
    }
    if (fault === 'reply-lost') {
      await this.#inner.append(stream, events, options);
      throw new OutcomeUnknown(stream);
    }
    if (fault !== undefined) {
      await fault();
    }
    return this.#inner.append(stream, events, options);
  }

  read(stream: string, options: { readonly from?: number } = {}): AsyncIterable<RecordedEvent> {
    this.reads.push({ stream, from: options.from ?? 0 });
    return this.#inner.read(stream, options);
  }

  async *subscribe(options: Parameters<EventStore['subscribe']>[0]): AsyncGenerator<SubscriptionMessage> {
    this.subscriptions.push(options.after);
    const fault = this.#subscriptionFaults.shift();
    let messages = 0;
    if (fault?.after === 0) {
      await failAs(fault.how);
      return;
    }
    for await (const message of this.#inner.subscribe(options)) {
      yield message;
      messages += 1;
      if (messages === fault?.after) {
        await failAs(fault.how);
        return;
      }
    }
  }

  provision(): Promise<void> {
    return this.#inner.provision();
  }

  ping(): Promise<void> {
    return this.#inner.ping();
  }

  close(): Promise<void> {
    return this.#inner.close();
  }
}

/** Returns for a subscription that ends without a word, never comes back for a silent one. */
async function failAs(how: SubscriptionFault['how']): Promise<void> {
  switch (how) {
    case 'ends':
      return;
    case 'throws':
      throw new Error('The subscription was dropped.');
    case 'goes-silent':
      await new Promise(() => undefined);
  }
}
