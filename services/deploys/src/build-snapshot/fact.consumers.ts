import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { topics, type PublishedEvent } from '#libs/contracts';
import { DEPLOYS } from '../transport.js';
import { AwaitedSnapshots } from './awaited-snapshots.js';
import { setsBuildServer } from './fact-documents.js';
import { SnapshotFacts } from './snapshot-facts.js';
import { TakeSnapshots } from './take-snapshots.js';

/** Hears the facts that snapshots are made of: keeps each, then computes the snapshots that it may have changed. */
@Controller()
export class FactConsumers {
  constructor(
    @Inject(SnapshotFacts) private readonly facts: SnapshotFacts,
    @Inject(AwaitedSnapshots) private readonly awaited: AwaitedSnapshots,
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
  async integrations(@Payload() events: readonly PublishedEvent[]): Promise<void> {
    await this.facts.keep(events);
    const byProject = Map.groupBy(
      events.filter(setsBuildServer),
      ({ data }) => `${data.organization}/${data.project}`,
    );
    for (const because of byProject.values()) {
      const [first] = because;
      if (!first) continue;
      const unserved = await this.awaited.unserved(first.data.organization, first.data.project);
      const deploys = await this.facts.deploys(unserved);
      await this.snapshots.of(deploys.map((deploy) => ({ deploy, because })));
    }
  }

  private async keepAndTake(events: readonly PublishedEvent[]): Promise<void> {
    await this.facts.keep(events);
    await this.snapshots.of(await this.facts.affectedBy(events));
  }
}
