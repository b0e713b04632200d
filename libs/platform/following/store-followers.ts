import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Bus } from '#libs/bus';
import { encodeEvent, publishedEvents, type PublishedEvent } from '#libs/contracts';
import { follow, type Checkpoints, type EventStore, type RecordedEvent } from '#libs/event-store';
import { Counter, type Registry } from 'prom-client';
import type { Leases } from '../leases/leases.js';
import { whileHeld } from '../leases/while-held.js';
import type { Log } from '../log.js';
import { systemClock } from '../time/system-clock.js';
import { BUS, CHECKPOINTS, EVENT_STORE, LEASES, LOG, METRICS } from '../tokens.js';

/** What follows from stored events. */
export interface Follower {
  /** Under which its progress is kept; never changes. */
  readonly name: string;
  /** Of the names of the streams that it follows. */
  readonly prefixes: readonly string[];
  /** Handles events in the order of the store, each at least once; a rejection brings the same events again. */
  handle(events: readonly RecordedEvent[]): Promise<void>;
}

/** Publishes stored events in their published form. */
export interface Relay extends Pick<Follower, 'name' | 'prefixes'> {
  map(event: RecordedEvent): PublishedEvent;
}

/** So long does a dead process keep others from following in its place. */
const leaseMs = 15_000;

/** Runs followers, each in one process at a time, until the application shuts down. */
@Injectable()
export class StoreFollowers implements OnApplicationShutdown {
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>[] = [];
  readonly #handled: Counter<'follower'>;

  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CHECKPOINTS) private readonly checkpoints: Checkpoints,
    @Inject(LEASES) private readonly leases: Leases,
    @Inject(BUS) private readonly bus: Bus,
    @Inject(LOG) private readonly log: Log,
    @Inject(METRICS) metrics: Registry,
  ) {
    this.#handled = new Counter({
      name: 'follower_events_handled_total',
      help: 'Stored events that a follower has handled.',
      labelNames: ['follower'],
      registers: [metrics],
    });
  }

  /** Begins to follow. */
  start(follower: Follower): void {
    const { name, prefixes } = follower;
    const log = this.log.child({ follower: name });
    const work = (signal: AbortSignal) =>
      follow({
        store: this.store,
        name,
        prefixes,
        checkpoints: this.checkpoints,
        signal,
        log,
        sleep: (ms, until) => systemClock.sleep(ms, until),
        handle: async (events) => {
          await follower.handle(events);
          this.#handled.inc({ follower: name }, events.length);
        },
      });
    const options = {
      leases: this.leases,
      name: `follower ${name}`,
      clock: systemClock,
      log,
      ttlMs: leaseMs,
      signal: this.#stopping.signal,
    };
    this.#running.push(whileHeld(options, work));
  }

  /** Begins to publish: first publish, then checkpoint, so that a crash repeats and never loses. */
  publish(relay: Relay): void {
    const { name, prefixes } = relay;
    this.start({
      name,
      prefixes,
      handle: (events) => this.publishAll(events.map((event) => relay.map(event))),
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#running);
  }

  private async publishAll(events: readonly PublishedEvent[]): Promise<void> {
    for (const [topic, ofTopic] of Map.groupBy(events, ({ type }) => publishedEvents[type].topic.name)) {
      await this.bus.publish(topic, ofTopic.map(encodeEvent));
    }
  }
}
