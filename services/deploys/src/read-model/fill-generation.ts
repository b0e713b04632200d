import { Inject, Injectable } from '@nestjs/common';
import type { Bus } from '#libs/bus';
import { decodeEvent, topics, type PublishedEvent } from '#libs/contracts';
import type { EventStore, RecordedEvent } from '#libs/event-store';
import { BUS, EVENT_STORE } from '#libs/platform';
import { keepFacts } from '../build-snapshot/fact-documents.js';
import { RevisionProjection } from '../build-snapshot/revision-projection.js';
import { snapshotStreams } from '../build-snapshot/snapshot-stream.js';
import { DeployProjection } from '../deploy/deploy-projection.js';
import { deployStreams } from '../deploy/deploy-stream.js';
import type { Generation } from './read-model.js';

const mostAtOnce = 2_000;

const factTopics = [topics.integrations.name, topics.builds.name, topics.commitLookUps.name];

/** A generation that is being filled. */
export interface Filling {
  readonly generation: Generation;
  /** Ends the filling. */
  readonly signal: AbortSignal;
  /** Told how many more facts are in. */
  readonly onFacts: (count: number) => void;
}

/** Fills a generation with all that lies in the event store and on the topics. Revisions are read back as they were. */
@Injectable()
export class FillGeneration {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(BUS) private readonly bus: Bus,
    @Inject(DeployProjection) private readonly deploys: DeployProjection,
    @Inject(RevisionProjection) private readonly revisions: RevisionProjection,
  ) {}

  /** @throws the signal's reason when it aborts before all is in */
  async from(filling: Filling): Promise<void> {
    await this.readStore(filling);
    await this.readLogs(filling);
  }

  /** A subscription may end at any time: what it had not delivered is read on from there. */
  private async readStore(filling: Filling): Promise<void> {
    let after: string | undefined;
    for (;;) {
      const { isWhole, position } = await this.readStoreFrom(filling, after);
      if (isWhole) return;
      if (position === after) throw new Error('The event store cannot be read to its end.');
      after = position;
    }
  }

  private async readStoreFrom(
    filling: Filling,
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
      await this.applyStored(filling, batch);
      batch = [];
    }
    done.abort();
    await this.applyStored(filling, batch);
    return { isWhole, position };
  }

  private async applyStored(
    { generation, signal, onFacts }: Filling,
    events: readonly RecordedEvent[],
  ): Promise<void> {
    signal.throwIfAborted();
    await this.deploys.applyTo(
      generation,
      events.filter(({ stream }) => stream.startsWith(deployStreams)),
    );
    await this.revisions.applyTo(
      generation,
      events.filter(({ stream }) => stream.startsWith(snapshotStreams)),
    );
    onFacts(events.length);
  }

  private async readLogs(filling: Filling): Promise<void> {
    for (const topic of factTopics) {
      for await (const records of this.bus.read(topic)) {
        const events = records
          .map((record) => decodeEvent(record))
          .flatMap((read) => (read.ok ? [read.event] : []));
        for (let first = 0; first < events.length; first += mostAtOnce) {
          await this.applyPublished(filling, events.slice(first, first + mostAtOnce));
        }
      }
    }
  }

  private async applyPublished(
    { generation, signal, onFacts }: Filling,
    events: readonly PublishedEvent[],
  ): Promise<void> {
    signal.throwIfAborted();
    await keepFacts(generation, events);
    onFacts(events.length);
  }
}
