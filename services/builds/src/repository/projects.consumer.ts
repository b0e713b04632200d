import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { topics, type PublishedEvent } from '#libs/contracts';
import { BUILDS } from '../transport.js';
import { KnownRepositories } from './known-repositories.js';

/** Hears from the projects topic which repositories are deployed. */
@Controller()
export class ProjectsConsumer {
  constructor(@Inject(KnownRepositories) private readonly repositories: KnownRepositories) {}

  @EventPattern(topics.projects.name, BUILDS)
  handle(@Payload() events: readonly PublishedEvent[]): Promise<void> {
    return this.repositories.remember(events);
  }
}
