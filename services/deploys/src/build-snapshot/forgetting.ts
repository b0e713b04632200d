import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import {
  atIntervals,
  CLOCK,
  LEASES,
  LOG,
  systemClock,
  type Clock,
  type Leases,
  type Log,
} from '#libs/platform';
import { ForgetBuilds } from './forget-builds.js';

/** Twice a day, in milliseconds. */
const everyMs = 12 * 3_600_000;
const firstMs = 10 * 60_000;
const leaseMs = 15_000;

/** Forgets old builds, in one instance of all. */
@Injectable()
export class Forgetting implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LEASES) private readonly leases: Leases,
    @Inject(LOG) private readonly log: Log,
    @Inject(ForgetBuilds) private readonly forgetBuilds: ForgetBuilds,
  ) {}

  onApplicationBootstrap(): void {
    const { leases, log, clock: intervals } = this;
    const { signal } = this.#stopping;
    const lease = { leases, log, signal, clock: systemClock, name: 'forgetting builds', ttlMs: leaseMs };
    this.#running = atIntervals(
      { ...lease, intervals, everyMs, firstMs, what: 'Forgetting old builds' },
      async (held) => void (await this.forgetBuilds.once(held)),
    );
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopping.abort(new Error('The service stops.'));
    await this.#running;
  }
}
