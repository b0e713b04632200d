import type {
  BeforeApplicationShutdown,
  FactoryProvider,
  OnApplicationBootstrap,
  Type,
} from '@nestjs/common';
import type { Clock } from '../clock.js';
import { systemClock } from '../time/system-clock.js';
import type { Log } from '../log.js';
import { CLOCK, LEASES, LOG } from '../tokens.js';
import { atIntervals, type AtIntervalsOptions } from './at-intervals.js';
import type { Leases } from './leases.js';

/** What is done again and again; rejects soon after `signal` aborts. */
export interface RecurringWork {
  once(signal: AbortSignal): Promise<unknown>;
}

/** When it is done, in the time of the product's clock, and under which names; the lease of that name goes by the machine's. */
export type Habit = Pick<AtIntervalsOptions, 'name' | 'what' | 'everyMs' | 'firstMs'>;

const leaseMs = 15_000;

/** Does work at intervals for the life of a service, in one instance of all. */
export class Recurring implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(
    private readonly work: RecurringWork,
    private readonly habit: Habit,
    private readonly clock: Clock,
    private readonly leases: Leases,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    const { leases, log, habit, clock: intervals } = this;
    const { signal } = this.#stopping;
    this.#running = atIntervals(
      { ...habit, leases, log, signal, intervals, clock: systemClock, ttlMs: leaseMs },
      async (held) => void (await this.work.once(held)),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping.abort(new Error('The service stops.'));
    await this.#running;
  }
}

/** A provider that has a service do the work of another of its providers at intervals. */
export function recurring(work: Type<RecurringWork>, habit: Habit): FactoryProvider<Recurring> {
  return {
    provide: Symbol(habit.name),
    inject: [work, CLOCK, LEASES, LOG],
    useFactory: (done: RecurringWork, clock: Clock, leases: Leases, log: Log) =>
      new Recurring(done, habit, clock, leases, log),
  };
}
