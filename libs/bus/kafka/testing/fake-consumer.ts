import type { Consumer, ConsumerRunConfig, Kafka } from 'kafkajs';

const events = { CRASH: 'crash', FETCH_START: 'fetch-start', GROUP_JOIN: 'group-join' } as const;

/** A consumer of kafkajs that does what a test says. */
export class FakeConsumer {
  readonly events = events;
  readonly calls: string[] = [];
  readonly #listeners = new Map<string, (event: { payload: object }) => void>();
  running: ConsumerRunConfig | undefined;
  connecting: () => Promise<void> = () => Promise.resolve();
  joining: () => Promise<void> = () => Promise.resolve();
  leaving: () => Promise<void> = () => Promise.resolve();

  on(event: string, listener: (event: { payload: object }) => void): void {
    this.#listeners.set(event, listener);
  }

  emit(event: keyof typeof events, payload: object): void {
    this.#listeners.get(events[event])?.({ payload });
  }

  connect(): Promise<void> {
    this.calls.push('connect');
    return this.connecting();
  }

  async subscribe(subscription: object): Promise<void> {
    this.calls.push(`subscribe ${JSON.stringify(subscription)}`);
  }

  run(config: ConsumerRunConfig): Promise<void> {
    this.calls.push('run');
    this.running = config;
    return this.joining();
  }

  disconnect(): Promise<void> {
    this.calls.push('disconnect');
    return this.leaving();
  }

  /** A client that gives this consumer. */
  readonly client = (): Pick<Kafka, 'consumer'> => ({ consumer: () => this as unknown as Consumer });
}
