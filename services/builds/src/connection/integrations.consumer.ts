import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { topics, type PublishedEvent } from '#libs/contracts';
import { Backfills } from '../backfill/backfills.js';
import { BeginBackfills } from '../backfill/begin-backfills.js';
import { BuildServers } from '../build-server/build-servers.js';
import { setsBuildServer } from '../build-server/domain/build-server-event.js';
import { PublishedLooks } from '../build/published-looks.js';
import { Collectors } from '../collection/collectors.js';
import { Gathering } from '../commit-look-up/gathering.js';
import { LookUps } from '../commit-look-up/look-ups.js';
import { KnownDeploys } from '../deploy/known-deploys.js';
import { LookUpDeploys } from '../deploy/look-up-deploys.js';
import { BUILDS } from '../transport.js';
import { Hints } from '../webhook/hints.js';
import { KnownSecrets } from '../webhook/known-secrets.js';
import { connectionsIn } from './domain/connection-facts.js';
import { KnownConnections } from './known-connections.js';

/** Hears of connections and build servers; has looked up, and read of the past, what is served from now on. */
@Controller()
export class IntegrationsConsumer {
  constructor(
    @Inject(KnownConnections) private readonly connections: KnownConnections,
    @Inject(BuildServers) private readonly buildServers: BuildServers,
    @Inject(KnownDeploys) private readonly deploys: KnownDeploys,
    @Inject(LookUpDeploys) private readonly lookUpDeploys: LookUpDeploys,
    @Inject(BeginBackfills) private readonly beginBackfills: BeginBackfills,
    @Inject(Backfills) private readonly backfills: Backfills,
    @Inject(LookUps) private readonly lookUps: LookUps,
    @Inject(Gathering) private readonly gathering: Gathering,
    @Inject(Collectors) private readonly collectors: Collectors,
    @Inject(KnownSecrets) private readonly secrets: KnownSecrets,
    @Inject(Hints) private readonly hints: Hints,
    @Inject(PublishedLooks) private readonly published: PublishedLooks,
  ) {}

  @EventPattern(topics.integrations.name, BUILDS)
  async handle(@Payload() events: readonly PublishedEvent[]): Promise<void> {
    const changed = earliestByProject(events);
    await this.gathering.during(async () => {
      await Promise.all([
        this.connections.remember(events),
        this.buildServers.remember(events),
        this.secrets.remember(events),
      ]);
      await this.forgetRemoved(events);
      await this.goOnWithNewTokens(events);
      this.collectors.wake(new Set(events.flatMap(connectionsIn)));
      for (const { organization, project, at } of changed) {
        const deploys = await this.deploys.servedAnewSince(organization, project, at);
        this.collectors.wake(await this.lookUpDeploys.request(deploys));
      }
    });
    for (const { organization, project } of changed)
      this.collectors.wake(await this.beginBackfills.ofProject(organization, project));
  }

  private async goOnWithNewTokens(events: readonly PublishedEvent[]): Promise<void> {
    for (const { type, data } of events) {
      if (type !== 'sleuth.connection-token-replaced.v1') continue;
      await this.lookUps.revive(data.connection);
      await this.backfills.reopen(data.connection, data.buildkiteOrganizations);
    }
  }

  private async forgetRemoved(events: readonly PublishedEvent[]): Promise<void> {
    for (const { type, data } of events) {
      if (type !== 'sleuth.connection-removed.v1') continue;
      this.secrets.forget(data.connection);
      await this.hints.forget(data.connection);
      await this.backfills.forget(data.connection);
      await this.published.forgetAllOf(data.connection);
    }
  }
}

interface ProjectSince {
  readonly organization: string;
  readonly project: string;
  /** RFC 3339 in UTC with milliseconds. */
  readonly at: string;
}

/** The projects whose build servers changed, each since when. */
function earliestByProject(events: readonly PublishedEvent[]): ProjectSince[] {
  const changes = events.filter(setsBuildServer).map(({ data: { organization, project, at } }) => ({
    organization,
    project,
    at: new Date(at).toISOString(),
  }));
  const projects = Map.groupBy(changes, ({ organization, project }) => `${organization} ${project}`);
  return [...projects.values()].flatMap((ofProject) =>
    ofProject.sort((one, other) => (one.at < other.at ? -1 : 1)).slice(0, 1),
  );
}
