import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { RecordedEvent } from '#libs/event-store';
import { StoreFollowers } from '#libs/platform';
import { publishedSnapshotEvent } from './build-snapshot/published-snapshot-event.js';
import { RevisionProjection } from './build-snapshot/revision-projection.js';
import { SnapshotFacts } from './build-snapshot/snapshot-facts.js';
import { snapshotStreams } from './build-snapshot/snapshot-stream.js';
import { TakeSnapshots } from './build-snapshot/take-snapshots.js';
import { DeployProjection } from './deploy/deploy-projection.js';
import { deployStreams } from './deploy/deploy-stream.js';
import { publishedDeployEvent } from './deploy/published-deploy-event.js';
import type { DeployEvent } from './deploy/domain/events.js';
import { projectStreams } from './project/project-stream.js';
import { publishedProjectEvent } from './project/published-project-event.js';

/** What follows from decisions: they are published, shown, and a registered deploy gets its snapshot. */
@Injectable()
export class DeployFollowers implements OnApplicationBootstrap {
  constructor(
    @Inject(StoreFollowers) private readonly followers: StoreFollowers,
    @Inject(DeployProjection) private readonly deploys: DeployProjection,
    @Inject(RevisionProjection) private readonly revisions: RevisionProjection,
    @Inject(SnapshotFacts) private readonly facts: SnapshotFacts,
    @Inject(TakeSnapshots) private readonly snapshots: TakeSnapshots,
  ) {}

  onApplicationBootstrap(): void {
    this.followers.publish({
      name: 'deploys-publish-projects',
      prefixes: [projectStreams],
      map: publishedProjectEvent,
    });
    this.followers.publish({
      name: 'deploys-publish-deploys',
      prefixes: [deployStreams],
      map: publishedDeployEvent,
    });
    this.followers.publish({
      name: 'deploys-publish-snapshots',
      prefixes: [snapshotStreams],
      map: publishedSnapshotEvent,
    });
    this.followers.start({
      name: 'deploys-show-deploys',
      prefixes: [deployStreams],
      handle: (events) => this.showDeploys(events),
    });
    this.followers.start({
      name: 'deploys-show-snapshots',
      prefixes: [snapshotStreams],
      handle: (events) => this.revisions.apply(events),
    });
  }

  private async showDeploys(events: readonly RecordedEvent[]): Promise<void> {
    await this.deploys.apply(events);
    const registered = events.filter(({ type }) => type === 'DeployRegistered');
    const because = new Map(
      registered.map((event) => {
        const { deploy } = (event as unknown as DeployEvent).data;
        return [deploy, [{ type: 'sleuth.deploy-registered.v1' as const, id: event.id }]] as const;
      }),
    );
    const deploys = await this.facts.deploys([...because.keys()]);
    await this.snapshots.of(deploys.map((deploy) => ({ deploy, because: because.get(deploy.id) ?? [] })));
  }
}
