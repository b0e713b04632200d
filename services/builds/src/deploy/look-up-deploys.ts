import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '#libs/platform';
import { BuildServers } from '../build-server/build-servers.js';
import { LookUps } from '../commit-look-up/look-ups.js';
import { requestedLookUp } from '../commit-look-up/domain/look-up.js';
import { KnownDeploys } from './known-deploys.js';
import type { RegisteredDeploy } from './domain/known-deploy.js';

/** Sees to it that the builds of deploys are looked up through the connection that serves them. */
@Injectable()
export class LookUpDeploys {
  constructor(
    @Inject(BuildServers) private readonly buildServers: BuildServers,
    @Inject(LookUps) private readonly lookUps: LookUps,
    @Inject(KnownDeploys) private readonly deploys: KnownDeploys,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Requests a look-up for each deploy that is served by a connection through which none was requested yet, and notes
   * deploys that turn out to be served by none. The request comes first, so that a crash in between repeats it.
   * @returns the connections that have something to look up
   */
  async request(deploys: readonly RegisteredDeploy[]): Promise<ReadonlySet<string>> {
    const serving = await this.buildServers.serving(deploys);
    const changed = deploys.flatMap((deploy) => {
      const by = serving.get(deploy.id);
      return by === undefined || by.connection === deploy.connection
        ? []
        : [{ ...deploy, connection: by.connection, revision: by.asOf }];
    });
    const served = changed.flatMap(({ connection, ...deploy }) =>
      connection === null ? [] : [{ ...deploy, connection }],
    );
    const now = this.clock.now().toISOString();
    await this.lookUps.request(served.map((deploy) => requestedLookUp(deploy, now)));
    await this.deploys.keep(changed);
    return new Set(served.map(({ connection }) => connection));
  }
}
