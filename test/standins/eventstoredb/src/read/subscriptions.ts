import { randomUUID } from 'node:crypto';
import type { Outgoing } from '../protocol/outgoing.js';
import type { Faults } from '../fault/faults.js';
import { confirmationReply } from '../protocol/read-reply.js';
import type { Pulse } from '../store/pulse.js';
import type { ReplySink } from './reply-sink.js';

/** A subscription that runs until its client goes, a fault ends it, or the server stops. */
export class Subscription {
  private ended = false;

  constructor(
    /** The name of its stream, or `$all`. */
    readonly name: string,
    private readonly sink: ReplySink,
    private readonly faults: Faults,
    private readonly wake: Pulse,
  ) {}

  /** Whether nothing more may be sent. A fault that ends subscriptions happens here. */
  get isOver(): boolean {
    if (this.sink.isGone) return true;
    this.ended ||= this.faults.take(['end-subscription'], this.name) !== undefined;
    return this.ended;
  }

  /** Ends it without a word: status OK, no error. */
  end(): void {
    this.ended = true;
  }

  confirm(): Promise<void> {
    return this.write(confirmationReply(randomUUID()));
  }

  write(reply: Outgoing): Promise<void> {
    return this.sink.write(reply);
  }

  /** Resolves when there may be more to send, or when it may be over. */
  news(): Promise<void> {
    return this.wake.next();
  }
}

/** The subscriptions that run. */
export class Subscriptions {
  private readonly running = new Set<Subscription>();

  constructor(
    private readonly faults: Faults,
    /** Beats at whatever may concern a subscription. */
    private readonly wake: Pulse,
  ) {}

  /** The names of what is subscribed to. */
  get names(): readonly string[] {
    return [...this.running].map(({ name }) => name);
  }

  /** Runs a subscription until it is over. */
  async run(
    name: string,
    sink: ReplySink,
    feed: (subscription: Subscription) => Promise<void>,
  ): Promise<void> {
    const subscription = new Subscription(name, sink, this.faults, this.wake);
    this.running.add(subscription);
    try {
      await feed(subscription);
    } finally {
      this.running.delete(subscription);
    }
  }

  /** Ends every subscription without a word, as a server that is told to stop does. */
  endAll(): void {
    for (const subscription of this.running) subscription.end();
    this.wake.beat();
  }
}
