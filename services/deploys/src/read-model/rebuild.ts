import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { decodeEvent, topics, type PublishedEvent } from '#libs/contracts';
import type { Bus } from '#libs/bus';
import type { EventStore, RecordedEvent } from '#libs/event-store';
import { BUS, CONFIG, EVENT_STORE, LOG, systemClock, type Config, type Log } from '#libs/platform';
import { keepFacts } from '../build-snapshot/fact-documents.js';
import { RevisionProjection } from '../build-snapshot/revision-projection.js';
import { snapshotStreams } from '../build-snapshot/snapshot-stream.js';
import { DeployProjection } from '../deploy/deploy-projection.js';
import { deployStreams } from '../deploy/deploy-stream.js';
import { ReadModel, type Generation } from './read-model.js';

/** Longer than any request reads that had asked where to read before the pointer moved. */
const settleMs = 2_000;
const mostAtOnce = 2_000;

const factTopics = [topics.integrations.name, topics.builds.name, topics.commitLookUps.name];

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
 * Live facts go to both meanwhile. It appends and publishes nothing: revisions are read back as they were.
 */
@Injectable()
export class Rebuild implements OnApplicationBootstrap {
  #report: RebuildReport = { state: 'none', generation: null, facts: 0, startedAt: null, finishedAt: null };

  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(BUS) private readonly bus: Bus,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOG) private readonly log: Log,
    @Inject(ReadModel) private readonly readModel: ReadModel,
    @Inject(DeployProjection) private readonly deploys: DeployProjection,
    @Inject(RevisionProjection) private readonly revisions: RevisionProjection,
  ) {}

  /** A process that has its documents to itself and starts has no rebuild under way: one that was killed is over. */
  async onApplicationBootstrap(): Promise<void> {
    if (this.config.mongodbUri === undefined) await this.abandon((await this.readModel.pointer()).building);
  }

  get report(): RebuildReport {
    return this.#report;
  }

  /**
   * Rebuilds. A rebuild that a dead process left behind is dropped and begun again.
   * @throws RebuildRunning when this process is at it already, or another one began at the same time
   */
  async run(): Promise<RebuildReport> {
    if (this.#report.state === 'running')
      throw new RebuildRunning('The read model is being rebuilt already.');
    this.#report = { state: 'running', generation: null, facts: 0, startedAt: now(), finishedAt: null };
    try {
      const number = await this.rebuild();
      this.#report = { ...this.#report, state: 'done', finishedAt: now() };
      this.log.info(this.#report, 'The read model has been rebuilt.');
      await systemClock.sleep(settleMs);
      await this.readModel.dropOthers(number);
      return this.#report;
    } catch (error) {
      this.#report = { ...this.#report, state: 'failed', finishedAt: now() };
      await this.abandon(this.#report.generation);
      throw error;
    }
  }

  /** @returns the generation that is read from now on */
  private async rebuild(): Promise<number> {
    const before = await this.readModel.pointer();
    const number = Math.max(before.active, before.building ?? 0) + 1;
    await this.readModel.dropOthers(before.active);
    await this.readModel.provision(number);
    if (!(await this.readModel.point(before, { active: before.active, building: number }))) {
      throw new RebuildRunning('Another process began to rebuild the read model.');
    }
    this.#report = { ...this.#report, generation: number };
    const generation = this.readModel.generation(number);
    await this.readStore(generation);
    await this.readLogs(generation);
    const during = await this.readModel.pointer();
    if (
      during.building !== number ||
      !(await this.readModel.point(during, { active: number, building: null }))
    ) {
      throw new RebuildRunning('Another process began to rebuild the read model.');
    }
    return number;
  }

  /** Nothing more is written to a generation that will not be finished. */
  private async abandon(generation: number | null): Promise<void> {
    const pointer = await this.readModel.pointer();
    if (generation === null || pointer.building !== generation) return;
    await this.readModel.point(pointer, { active: pointer.active, building: null });
    await this.readModel.dropOthers(pointer.active);
  }

  /** A subscription may end at any time: what it had not delivered is read on from there. */
  private async readStore(generation: Generation): Promise<void> {
    let after: string | undefined;
    for (;;) {
      const { isWhole, position } = await this.readStoreFrom(generation, after);
      if (isWhole) return;
      if (position === after) throw new Error('The event store cannot be read to its end.');
      after = position;
    }
  }

  private async readStoreFrom(
    generation: Generation,
    after: string | undefined,
  ): Promise<{ readonly isWhole: boolean; readonly position: string | undefined }> {
    const done = new AbortController();
    const prefixes = [deployStreams, snapshotStreams];
    const place = after === undefined ? {} : { after };
    let position = after;
    let isWhole = false;
    let batch: RecordedEvent[] = [];
    for await (const message of this.store.subscribe({ prefixes, signal: done.signal, ...place })) {
      if (message.kind === 'event') {
        batch.push(message.event);
        ({ position } = message.event);
      }
      isWhole = message.kind === 'caught-up';
      if (isWhole) break;
      if (batch.length < mostAtOnce) continue;
      await this.applyStored(generation, batch);
      batch = [];
    }
    done.abort();
    await this.applyStored(generation, batch);
    return { isWhole, position };
  }

  private async applyStored(generation: Generation, events: readonly RecordedEvent[]): Promise<void> {
    await this.deploys.applyTo(
      generation,
      events.filter(({ stream }) => stream.startsWith(deployStreams)),
    );
    await this.revisions.applyTo(
      generation,
      events.filter(({ stream }) => stream.startsWith(snapshotStreams)),
    );
    this.count(events.length);
  }

  private async readLogs(generation: Generation): Promise<void> {
    for (const topic of factTopics) {
      for await (const records of this.bus.read(topic)) {
        const events = records
          .map((record) => decodeEvent(record))
          .flatMap((read) => (read.ok ? [read.event] : []));
        for (let first = 0; first < events.length; first += mostAtOnce) {
          await this.applyPublished(generation, events.slice(first, first + mostAtOnce));
        }
      }
    }
  }

  private async applyPublished(generation: Generation, events: readonly PublishedEvent[]): Promise<void> {
    await keepFacts(generation, events);
    this.count(events.length);
  }

  private count(facts: number): void {
    const before = this.#report.facts;
    this.#report = { ...this.#report, facts: before + facts };
    if (Math.floor(before / 10_000) !== Math.floor(this.#report.facts / 10_000)) {
      this.log.info(this.#report, 'Rebuilding the read model.');
    }
  }
}

function now(): string {
  return systemClock.now().toISOString();
}
