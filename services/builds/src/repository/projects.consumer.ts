import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { topics, type PublishedEvent } from '#libs/contracts';
import { BeginBackfills } from '../backfill/begin-backfills.js';
import { Collectors } from '../collection/collectors.js';
import { BUILDS } from '../transport.js';
import { codeDeploymentsIn, KnownRepositories } from './known-repositories.js';

/** Hears from the projects topic which repositories are deployed; has read what was built of those served from now on. */
@Controller()
export class ProjectsConsumer {
  constructor(
    @Inject(KnownRepositories) private readonly repositories: KnownRepositories,
    @Inject(BeginBackfills) private readonly beginBackfills: BeginBackfills,
    @Inject(Collectors) private readonly collectors: Collectors,
  ) {}

  @EventPattern(topics.projects.name, BUILDS)
  async handle(@Payload() events: readonly PublishedEvent[]): Promise<void> {
    await this.repositories.remember(events);
    this.collectors.wake(await this.beginBackfills.of(codeDeploymentsIn(events)));
  }
}
