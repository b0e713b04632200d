import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
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
import { ForgetLooks } from './forget-looks.js';

/** Twice a day, in milliseconds. */
const everyMs = 12 * 3_600_000;
const firstMs = 10 * 60_000;
const leaseMs = 15_000;

/** Forgets old builds, in one instance of all. */
@Injectable()
export class Forgetting implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LEASES) private readonly leases: Leases,
    @Inject(LOG) private readonly log: Log,
    @Inject(ForgetLooks) private readonly forgetLooks: ForgetLooks,
  ) {}

  onApplicationBootstrap(): void {
    const { leases, log, clock: intervals } = this;
    const { signal } = this.#stopping;
    const lease = { leases, log, signal, clock: systemClock, name: 'forgetting looks', ttlMs: leaseMs };
    this.#running = atIntervals(
      { ...lease, intervals, everyMs, firstMs, what: 'Forgetting old builds' },
      async (held) => void (await this.forgetLooks.once(held)),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping.abort(new Error('The service stops.'));
    await this.#running;
  }
}
