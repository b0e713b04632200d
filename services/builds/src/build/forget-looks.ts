import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, CONFIG, LOG, type Clock, type Config, type Log } from '#libs/platform';
import { KnownDeploys } from '../deploy/known-deploys.js';
import { PublishedLooks, type PublishedLook } from './published-looks.js';

/** How many builds are judged together. */
const mostAtOnce = 500;

/** Forgets what was published of old builds of which no deploy was ever registered; should one be seen again, it is new. */
@Injectable()
export class ForgetLooks {
  constructor(
    @Inject(PublishedLooks) private readonly published: PublishedLooks,
    @Inject(KnownDeploys) private readonly deploys: KnownDeploys,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'rememberBuildsForMs'>,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /**
   * Goes once through all builds that are old enough and not followed.
   * @returns of how many the published look was forgotten
   * @throws the signal's reason, between two steps
   */
  async once(signal: AbortSignal): Promise<number> {
    const before = new Date(this.clock.now().getTime() - this.config.rememberBuildsForMs).toISOString();
    let forgotten = 0;
    let from = '';
    for (let kept: readonly PublishedLook[] = []; ;) {
      signal.throwIfAborted();
      const limit = kept.filter(({ createdAt }) => createdAt === from).length + mostAtOnce;
      const old = await this.published.restingBetween(from, before, limit);
      const known = new Set(kept.map(({ id }) => id));
      const next = old.filter(({ id }) => !known.has(id));
      if (next.length === 0) break;
      const undeployed = await this.neverDeployed(next);
      await this.published.forget(undeployed);
      forgotten += undeployed.length;
      from = old.at(-1)?.createdAt ?? from;
      kept = old.filter((look) => !undeployed.includes(look));
    }
    if (forgotten > 0) this.log.info({ builds: forgotten }, 'Old builds without a deploy were forgotten');
    return forgotten;
  }

  private async neverDeployed(looks: readonly PublishedLook[]): Promise<PublishedLook[]> {
    const organizations = [...Map.groupBy(looks, ({ organization }) => organization)];
    const undeployed = await Promise.all(
      organizations.map(async ([organization, ofIt]) => {
        const shas = ofIt.map(({ sha }) => sha).filter((sha) => sha !== null);
        const deployed = await this.deploys.everDeployed(organization, [...new Set(shas)]);
        return ofIt.filter(({ sha }) => sha === null || !deployed.has(sha));
      }),
    );
    return undeployed.flat();
  }
}
