import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ifFree, LEASES, LOG, systemClock, whileHeld, type Leases, type Log } from '#libs/platform';
import { FillGeneration } from './fill-generation.js';
import type { GenerationPointer } from './generation-pointer.js';
import { ReadModel } from './read-model.js';

/** So long does a rebuild that was killed keep the next one waiting. */
const leaseMs = 15_000;

/** What a rebuild did, so far or in all. */
export interface RebuildReport {
  readonly state: 'none' | 'running' | 'done' | 'failed';
  readonly generation: number | null;
  readonly facts: number;
  /** RFC 3339, UTC. */
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

/** Somebody rebuilds the read model already. */
export class RebuildRunning extends Error {
  readonly code = 'rebuild-running';
}

/**
 * Builds the read model anew from the event store and the logs, beside the one that is read, and then changes over.
 * Live facts go to both meanwhile, in whichever instance they come. It appends and publishes nothing.
 */
@Injectable()
export class Rebuild implements OnApplicationBootstrap, OnApplicationShutdown {
  #report: RebuildReport = { state: 'none', generation: null, facts: 0, startedAt: null, finishedAt: null };
  readonly #stopping = new AbortController();
  #working: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(LEASES) private readonly leases: Leases,
    @Inject(LOG) private readonly log: Log,
    @Inject(ReadModel) private readonly readModel: ReadModel,
    @Inject(FillGeneration) private readonly fill: FillGeneration,
  ) {}

  /** One that was killed is given up, once it is sure that nobody is at it. */
  async onApplicationBootstrap(): Promise<void> {
    if ((await this.readModel.pointer()).building === null) return;
    this.#working = whileHeld(this.lease(), () => this.giveUpUnfinished()).catch((error: unknown) =>
      this.log.warn({ error }, 'An unfinished rebuild was not cleared away; the next rebuild does it.'),
    );
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopping.abort(new Error('The service stops.'));
    await this.#working;
  }

  get report(): RebuildReport {
    return this.#report;
  }

  /**
   * Rebuilds; one that a dead process left behind is begun again.
   * @throws RebuildRunning when this instance or another one is at it already
   */
  async run(): Promise<RebuildReport> {
    if (this.#report.state === 'running') throw isRunning();
    this.#report = { state: 'running', generation: null, facts: 0, startedAt: now(), finishedAt: null };
    try {
      const rebuilding = ifFree(this.lease(), (signal) => this.rebuild(signal));
      this.#working = Promise.allSettled([this.#working, rebuilding]);
      if (!(await rebuilding)) throw isRunning();
      this.#report = { ...this.#report, state: 'done', finishedAt: now() };
      this.log.info(this.#report, 'The read model has been rebuilt.');
      return this.#report;
    } catch (error) {
      this.#report = { ...this.#report, state: 'failed', finishedAt: now() };
      throw error;
    }
  }

  /** Whatever another process does meanwhile, the pointer only moves on from where this one has put it. */
  private async rebuild(signal: AbortSignal): Promise<void> {
    const before = await this.readModel.pointer();
    const number = Math.max(before.active, before.latest) + 1;
    await this.readModel.provision(number);
    const during = await this.readModel.point(before, { active: before.active, building: number });
    if (during === undefined) throw isRunning();
    this.#report = { ...this.#report, generation: number };
    try {
      await this.readModel.dropUnused();
      const generation = this.readModel.generation(number);
      await this.fill.from({ generation, signal, onFacts: (facts) => this.count(facts) });
      signal.throwIfAborted();
      const after = await this.readModel.point(during, { active: number, building: null });
      if (after === undefined) throw isRunning();
    } catch (error) {
      await this.giveUp(during);
      throw error;
    }
    await this.readModel.dropUnused();
  }

  /** Nothing more is written to a generation that will not be finished. */
  private async giveUp(pointer: GenerationPointer): Promise<void> {
    await this.readModel.point(pointer, { active: pointer.active, building: null });
    await this.readModel.dropUnused();
  }

  private async giveUpUnfinished(): Promise<void> {
    const pointer = await this.readModel.pointer();
    if (pointer.building !== null) await this.giveUp(pointer);
  }

  private lease() {
    const { leases, log } = this;
    const { signal } = this.#stopping;
    return {
      leases,
      log,
      signal,
      clock: systemClock,
      name: 'rebuild of the deploys read model',
      ttlMs: leaseMs,
    };
  }

  private count(facts: number): void {
    const before = this.#report.facts;
    this.#report = { ...this.#report, facts: before + facts };
    if (Math.floor(before / 10_000) !== Math.floor(this.#report.facts / 10_000)) {
      this.log.info(this.#report, 'Rebuilding the read model.');
    }
  }
}

function isRunning(): RebuildRunning {
  return new RebuildRunning('The read model is being rebuilt already.');
}

function now(): string {
  return systemClock.now().toISOString();
}
