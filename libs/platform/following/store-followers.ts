import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { RecordTooLarge, type Bus } from '#libs/bus';
import { encodeEvent, publishedEvents, type PublishedEvent } from '#libs/contracts';
import { follow, type Checkpoints, type EventStore, type RecordedEvent } from '#libs/event-store';
import { Counter, type Registry } from 'prom-client';
import { CheckpointMoved } from '../checkpoints/checkpoints.js';
import type { Lease } from '../leases/lease.js';
import type { Leases } from '../leases/leases.js';
import { LeaseLost, whileHeld } from '../leases/while-held.js';
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
  readonly #failures: Counter<'follower'>;

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
    this.#failures = new Counter({
      name: 'follower_failures_total',
      help: 'Times that a follower could not handle what was stored; it tries again until it can.',
      labelNames: ['follower'],
      registers: [metrics],
    });
  }

  /** Begins to follow. */
  start(follower: Follower): void {
    this.#running.push(this.run(follower));
  }

  /** Begins to publish: first publish, then checkpoint, so that a crash repeats and never loses. */
  publish(relay: Relay): void {
    const { name, prefixes } = relay;
    this.start({
      name,
      prefixes,
      handle: (events) =>
        this.publishAll(
          name,
          events.map((event) => relay.map(event)),
        ),
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#running);
  }

  /** Waits for its turn anew whenever another process turns out to have followed in its place. */
  private async run(follower: Follower): Promise<void> {
    const { signal } = this.#stopping;
    const { leases } = this;
    const log = this.log.child({ follower: follower.name });
    const name = `follower ${follower.name}`;
    const options = { leases, name, clock: systemClock, log, ttlMs: leaseMs, signal };
    while (!signal.aborted)
      await whileHeld(options, (held, lease) => this.followUnder(lease, held, log, follower));
  }

  /** A process that stood still learns before it writes that its lease is gone, or at its checkpoint at the latest. */
  private async followUnder(lease: Lease, held: AbortSignal, log: Log, follower: Follower): Promise<void> {
    const { name, prefixes } = follower;
    const overtaken = new AbortController();
    const inTurn = async (write: () => Promise<void>): Promise<void> => {
      try {
        if (!(await lease.isHeld())) throw new LeaseLost(lease.name);
        await write();
      } catch (error) {
        if (error instanceof LeaseLost || error instanceof CheckpointMoved) overtaken.abort(error);
        else this.#failures.inc({ follower: name });
        throw error;
      }
    };
    await follow({
      store: this.store,
      name,
      prefixes,
      checkpoints: {
        load: () => this.checkpoints.load(name),
        save: (_name, position) => inTurn(() => this.checkpoints.save(name, position)),
      },
      signal: AbortSignal.any([held, overtaken.signal]),
      log,
      sleep: (ms, until) => systemClock.sleep(ms, until),
      handle: async (events) => {
        await inTurn(() => follower.handle(events));
        this.#handled.inc({ follower: name }, events.length);
      },
    });
  }

  private async publishAll(follower: string, events: readonly PublishedEvent[]): Promise<void> {
    for (const [topic, ofTopic] of Map.groupBy(events, ({ type }) => publishedEvents[type].topic.name)) {
      await this.bus.publish(topic, ofTopic.map(encodeEvent)).catch((error: unknown) => {
        if (error instanceof RecordTooLarge)
          this.log.error(
            { follower, error, topic, first: ofTopic[0]?.id, last: ofTopic.at(-1)?.id },
            'An event is too large for its topic: nothing behind it is published until that is mended.',
          );
        throw error;
      });
    }
  }
}
