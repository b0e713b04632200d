import type { INestApplication } from '@nestjs/common';
import {
  Server,
  type CustomTransportStrategy,
  type MessageHandler,
  type MicroserviceOptions,
  type NestMicroservice,
} from '@nestjs/microservices';
import { deadLetterTopic } from '#libs/contracts';
import { isObservable, lastValueFrom } from 'rxjs';
import { noMetrics, type BusMetrics } from '../consume/bus-metrics.js';
import { consumeBatch, type Consumption } from '../consume/consume-batch.js';
import type { BusLog } from '../log.js';
import type { Bus, Consumer } from '../port.js';
import { BusContext } from './bus-context.js';
import { RethrowFilter } from './rethrow.filter.js';

export interface BusServerOptions {
  readonly bus: Bus;
  /** Name of the service, and of its consumer group. */
  readonly service: string;
  /** Handlers are those with `@EventPattern(topic, transportId)`. */
  readonly transportId: symbol;
  readonly log: BusLog;
  /** Resolves after `ms`; rejects with the signal's reason when it aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly metrics?: BusMetrics;
  /** The time at which a dead letter is set aside; the machine's clock unless given. */
  readonly now?: () => Date;
  /** A number from 0 to 1, for jitter. */
  readonly random?: () => number;
}

export type BusServerStatus = 'consuming' | 'failed' | 'closed';

export interface BusServerEvents extends Record<string, (error: unknown) => void> {
  /** The consumer can no longer work; the process should be restarted. */
  failed: (error: unknown) => void;
}

/** How far the service is behind in a topic that it reads. */
export interface TopicLag {
  readonly topic: string;
  readonly group: string;
  readonly records: number;
}

/**
 * Nest transport over the bus: a handler with `@EventPattern(topics.builds.name, transportId)` gets the events of its
 * topic, as `readonly PublishedEvent[]` of one partition, in order. Returning means handled; throwing `Unprocessable`
 * sets the event aside as dead letter; throwing anything else means that it is to be tried again.
 */
export class BusServer extends Server<BusServerEvents, BusServerStatus> implements CustomTransportStrategy {
  override readonly transportId: symbol;
  override readonly propagatesEventHandlerErrors = true;
  readonly #consumption: Omit<Consumption, 'handle'> & { readonly bus: Bus };
  readonly #onFailed = new Set<(error: unknown) => void>();
  #connected = false;
  #starting: Promise<Consumer | undefined> | undefined;

  constructor({ service, transportId, metrics = noMetrics, ...options }: BusServerOptions) {
    super();
    this.transportId = transportId;
    this.#consumption = {
      now: () => new Date(),
      random: () => Math.random(),
      ...options,
      group: service,
      metrics,
    };
  }

  /**
   * Makes the server part of an application, which starts it with `startAllMicroservices()` and closes it with
   * `close()`. Takes the place of `connectMicroservice`, by which failures of handlers would not reach this server.
   * The application's global pipes, guards, filters and interceptors are for HTTP and do not apply.
   */
  connectTo(app: INestApplication): void {
    const microservice = app.connectMicroservice<MicroserviceOptions>(
      { strategy: this },
      { deferInitialization: true },
    ) as NestMicroservice;
    microservice.setIsInitHookCalled(true);
    microservice.useGlobalFilters(new RethrowFilter());
    this.#connected = true;
  }

  /** The topics that have a handler. */
  get topics(): readonly string[] {
    return [...this.messageHandlers.keys()];
  }

  /** How far the service is behind, per topic. */
  lag(): Promise<TopicLag[]> {
    const { bus, group } = this.#consumption;
    return Promise.all(
      this.topics.map(async (topic) => ({ topic, group, records: await bus.lag(group, topic) })),
    );
  }

  /** Called by Nest for each handler; refuses what could not work instead of leaving out events later. */
  override addHandler(pattern: unknown, handler: MessageHandler, isEventHandler = false, extras = {}): void {
    const { group } = this.#consumption;
    if (typeof pattern !== 'string') throw new Error(`${group}: a pattern has to be the name of a topic.`);
    if (!isEventHandler)
      throw new Error(`${group}: ${pattern} has a @MessagePattern; the bus knows events only.`);
    if (this.messageHandlers.has(pattern))
      throw new Error(`${group}: ${pattern} has two handlers; make it one that calls both.`);
    super.addHandler(pattern, handler, isEventHandler, extras);
  }

  listen(callback: (error?: unknown) => void): void {
    this.#starting = this.#start();
    this.#starting.then(() => callback(), callback);
  }

  /** Waits for the batches in hand. The bus stays open. */
  async close(): Promise<void> {
    const consumer = await this.#starting?.catch(() => undefined);
    await consumer?.stop();
    this._status$.next('closed');
  }

  override on<EventName extends keyof BusServerEvents>(
    _event: EventName,
    callback: BusServerEvents[EventName],
  ): void {
    this.#onFailed.add(callback);
  }

  /** The bus below. */
  override unwrap<Unwrapped = Bus>(): Unwrapped {
    return this.#consumption.bus as Unwrapped;
  }

  async #start(): Promise<Consumer | undefined> {
    const { bus, group, log } = this.#consumption;
    if (!this.#connected) throw new Error(`${group}: connect a BusServer by its connectTo(app).`);
    if (this.topics.length === 0) {
      log.warn({ group }, 'No handler names this transport: nothing is consumed');
      return undefined;
    }
    await Promise.all(this.topics.map((topic) => bus.lag(group, deadLetterTopic(topic, group))));
    const consumer = await bus.subscribe({
      group,
      topics: this.topics,
      handle: (batch) => consumeBatch(batch, { ...this.#consumption, handle: this.#handle }),
    });
    consumer.done.catch((error: unknown) => this.#failed(error));
    this._status$.next('consuming');
    log.info({ group, topics: this.topics }, 'Consuming');
    return consumer;
  }

  readonly #handle: Consumption['handle'] = async (events, batch) => {
    const handler = this.messageHandlers.get(batch.topic);
    if (!handler) throw new Error(`There is no handler for ${batch.topic}.`);
    const result: unknown = await handler(events, new BusContext(batch));
    if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
  };

  #failed(error: unknown): void {
    const { group, log } = this.#consumption;
    log.error({ group, err: error }, 'The consumer can no longer work; the process has to be restarted');
    this._status$.next('failed');
    for (const callback of this.#onFailed) callback(error);
  }
}
