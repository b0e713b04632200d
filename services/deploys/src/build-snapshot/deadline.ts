import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, CONFIG, LOG, systemClock, type Clock, type Config, type Log } from '#libs/platform';
import { AwaitedSnapshots } from './awaited-snapshots.js';
import { SnapshotFacts } from './snapshot-facts.js';
import { TakeSnapshots } from './take-snapshots.js';

const mostAtOnce = 100;
/** How long to rest after a failure, in milliseconds of the machine. */
const restMs = 5_000;

/** Takes snapshots as they are when facts have been gathered for SNAPSHOT_DEADLINE and some are still missing. */
@Injectable()
export class SnapshotDeadline implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOG) private readonly log: Log,
    @Inject(AwaitedSnapshots) private readonly awaited: AwaitedSnapshots,
    @Inject(SnapshotFacts) private readonly facts: SnapshotFacts,
    @Inject(TakeSnapshots) private readonly snapshots: TakeSnapshots,
  ) {}

  onApplicationBootstrap(): void {
    this.#running = this.run(this.#stopping.signal);
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  /**
   * Takes some of those that are due now. One that cannot be taken keeps no other from it.
   * @returns milliseconds until the next one is due; 0 when some are due already
   * @throws AggregateError with what kept some from being taken
   */
  async takeDue(): Promise<number> {
    const next = await this.awaited.nextDue(mostAtOnce);
    const due = next.filter(({ dueAt }) => this.until(dueAt) <= 0);
    const deploys = await this.facts.deploys(due.map(({ id }) => id));
    const there = new Set(deploys.map(({ id }) => id));
    for (const { id } of due) if (!there.has(id)) await this.awaited.taken(id);
    const outcomes = await Promise.allSettled(deploys.map((deploy) => this.snapshots.atDeadline(deploy)));
    const errors = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
    );
    if (errors.length > 0) throw new AggregateError(errors, 'Some snapshots could not be taken.');
    if (due.length > 0) return 0;
    return Math.min(this.config.snapshotDeadlineMs, this.until(next[0]?.dueAt ?? null));
  }

  /** One that begins to be awaited meanwhile is due after a whole deadline: sleeping that long misses none. */
  private async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.takeDue()
        .then(
          (pause) => (pause > 0 ? this.clock.sleep(pause, signal) : systemClock.sleep(0, signal)),
          (error: unknown) => {
            this.log.warn({ error }, 'Snapshots past their deadline could not be taken; trying again.');
            return systemClock.sleep(restMs, signal);
          },
        )
        .catch(() => undefined);
    }
  }

  private until(dueAt: string | null): number {
    return dueAt === null ? Infinity : Date.parse(dueAt) - this.clock.now().getTime();
  }
}
