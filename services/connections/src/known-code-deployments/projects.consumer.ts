import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { topics, type PublishedEvent } from '#libs/contracts';
import { CONNECTIONS } from '../transport.js';
import { KnownCodeDeployments } from './known-code-deployments.js';

/** Hears of code deployments from the projects topic. */
@Controller()
export class ProjectsConsumer {
  constructor(@Inject(KnownCodeDeployments) private readonly known: KnownCodeDeployments) {}

  @EventPattern(topics.projects.name, CONNECTIONS)
  handle(@Payload() events: readonly PublishedEvent[]): Promise<void> {
    return this.known.remember(events);
  }
}
