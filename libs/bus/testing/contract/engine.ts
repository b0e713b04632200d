import { randomUUID } from 'node:crypto';
import type { Batch, Bus, Consumer, OutgoingRecord, Subscription } from '../../port.js';
import { Received } from '../received.js';

/** The engine under test, which may be shared and slow: every topic and group has a name of its own. */
export class Engine {
  #bus: Bus | undefined;
  #consumers: Consumer[] = [];

  /** @param connect gives a bus on the same engine each time; the one before has been closed */
  constructor(private readonly connect: () => Promise<Bus>) {}

  get bus(): Bus {
    if (!this.#bus) throw new Error('The engine is not open.');
    return this.#bus;
  }

  async open(): Promise<void> {
    this.#bus = await this.connect();
  }

  async close(): Promise<void> {
    await this.#bus?.close();
    this.#bus = undefined;
    this.#consumers = [];
  }

  async reopen(): Promise<void> {
    await this.close();
    await this.open();
  }

  /** A new topic. */
  async topic(partitions = 3): Promise<string> {
    const name = `contract.${randomUUID()}`;
    await this.bus.provision([{ name, partitions }]);
    return name;
  }

  /** A name that no group has had. */
  group(): string {
    return `contract-${randomUUID()}`;
  }

  async subscribe(subscription: Subscription): Promise<Consumer> {
    const consumer = await this.bus.subscribe(subscription);
    this.#consumers.push(consumer);
    return consumer;
  }

  /** A consumer that takes everything. */
  async receive(group: string, topics: readonly string[], handle?: (batch: Batch) => Promise<void>) {
    const received = new Received();
    const consumer = await this.subscribe({
      group,
      topics,
      handle: async (batch) => {
        await handle?.(batch);
        await received.accept(batch);
      },
    });
    return { received, consumer };
  }

  async stopConsumers(): Promise<void> {
    const consumers = this.#consumers;
    this.#consumers = [];
    await Promise.all(consumers.map((consumer) => consumer.stop()));
  }
}

/** Records with these values, each under its value as key unless one is given. */
export function recordsOf(values: readonly string[], key?: string): OutgoingRecord[] {
  return values.map((value) => ({ key: key ?? value, value }));
}

/** `prefix-0`, `prefix-1`, … */
export function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, number) => `${prefix}-${number}`);
}
