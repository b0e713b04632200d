import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { topics, type PublishedEvent } from '#libs/contracts';
import { DEPLOYS } from '../transport.js';
import { SnapshotFacts } from './snapshot-facts.js';
import { TakeSnapshots } from './take-snapshots.js';

/** Hears the facts that snapshots are made of: keeps each, then computes the snapshots that it may have changed. */
@Controller()
export class FactConsumers {
  constructor(
    @Inject(SnapshotFacts) private readonly facts: SnapshotFacts,
    @Inject(TakeSnapshots) private readonly snapshots: TakeSnapshots,
  ) {}

  @EventPattern(topics.builds.name, DEPLOYS)
  builds(@Payload() events: readonly PublishedEvent[]): Promise<void> {
    return this.keepAndTake(events);
  }

  @EventPattern(topics.commitLookUps.name, DEPLOYS)
  commitLookUps(@Payload() events: readonly PublishedEvent[]): Promise<void> {
    return this.keepAndTake(events);
  }

  @EventPattern(topics.integrations.name, DEPLOYS)
  integrations(@Payload() events: readonly PublishedEvent[]): Promise<void> {
    return this.keepAndTake(events);
  }

  private async keepAndTake(events: readonly PublishedEvent[]): Promise<void> {
    await this.facts.keep(events);
    await this.snapshots.of(await this.facts.affectedBy(events));
  }
}
