import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, CONFIG, LOG, type Clock, type Config, type Log } from '#libs/platform';
import { AwaitedSnapshots } from './awaited-snapshots.js';
import { SnapshotFacts } from './snapshot-facts.js';
import { TakeSnapshots } from './take-snapshots.js';

const mostAtOnce = 100;

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

  /** Takes those that are due now; says when the next one is due, in milliseconds since 1970. */
  async takeDue(): Promise<number | undefined> {
    for (;;) {
      const now = this.clock.now().getTime();
      const next = await this.awaited.nextDue(mostAtOnce);
      const due = next.filter(({ dueAt }) => dueAt !== null && Date.parse(dueAt) <= now);
      if (due.length === 0) return next[0]?.dueAt ? Date.parse(next[0].dueAt) : undefined;
      const deploys = await this.facts.deploys(due.map(({ id }) => id));
      for (const deploy of deploys) await this.snapshots.atDeadline(deploy);
      const there = new Set(deploys.map(({ id }) => id));
      for (const gone of due.filter(({ id }) => !there.has(id))) await this.awaited.taken(gone);
    }
  }

  /** A snapshot that begins to be awaited meanwhile is due after a whole deadline: sleeping that long misses none. */
  private async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const pause = await this.takeDue().then(
        (next) => Math.min(this.config.snapshotDeadlineMs, (next ?? Infinity) - this.clock.now().getTime()),
        (error: unknown) => {
          this.log.warn({ err: error }, 'Snapshots past their deadline could not be taken; trying again.');
          return 5_000;
        },
      );
      await this.clock.sleep(Math.max(pause, 1_000), signal).catch(() => undefined);
    }
  }
}
