import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { topics, type PublishedEvent } from '#libs/contracts';
import { Collectors } from '../collection/collectors.js';
import { Gathering } from '../commit-look-up/gathering.js';
import { KnownRepositories } from '../repository/known-repositories.js';
import { BUILDS } from '../transport.js';
import { KnownDeploys } from './known-deploys.js';
import { LookUpDeploys } from './look-up-deploys.js';

/** Hears of deploys: keeps them and has their builds looked up. */
@Controller()
export class DeploysConsumer {
  constructor(
    @Inject(KnownDeploys) private readonly deploys: KnownDeploys,
    @Inject(KnownRepositories) private readonly repositories: KnownRepositories,
    @Inject(LookUpDeploys) private readonly lookUpDeploys: LookUpDeploys,
    @Inject(Gathering) private readonly gathering: Gathering,
    @Inject(Collectors) private readonly collectors: Collectors,
  ) {}

  @EventPattern(topics.deploys.name, BUILDS)
  handle(@Payload() events: readonly PublishedEvent[]): Promise<void> {
    return this.gathering.during(async () => {
      const registered = events.filter((event) => event.type === 'sleuth.deploy-registered.v1');
      await Promise.all([this.repositories.rememberDeployed(registered), this.deploys.remember(events)]);
      const deploys = await this.deploys.registered(registered.map(({ data }) => data.deploy));
      this.collectors.wake(await this.lookUpDeploys.request(deploys));
    });
  }
}
