import { Inject, Injectable } from '@nestjs/common';
import { BuildkiteUnavailable } from '#libs/buildkite';
import { CLOCK, CONFIG, LOG, type Clock, type Config, type Log } from '#libs/platform';
import { PublishedLooks, type PublishedLook } from '../build/published-looks.js';
import { askAgainAt } from './domain/ask-again.js';
import { missed, seenAgain, sortUnseen, underItsSlug } from './domain/unseen.js';
import { isOfOneBuild } from '../connection/failure.js';
import { ReadBuilds, type Sight, type Source } from './read-builds.js';

/** Followed builds that no list showed, and what became of asking for them one by one. */
export interface AskedBuilds {
  /** SHAs to ask for. */
  readonly commits: readonly string[];
  /** To be kept once these have been asked for. */
  readonly asked: readonly PublishedLook[];
}

/** Follows builds that have left the lists: those that were skipped or not run never finish. */
@Injectable()
export class UnseenBuilds {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'pollIntervalMs'>,
    @Inject(LOG) private readonly log: Log,
    @Inject(PublishedLooks) private readonly published: PublishedLooks,
    @Inject(ReadBuilds) private readonly readBuilds: ReadBuilds,
  ) {}

  /**
   * Asks for builds without a commit and lets go those that are lost. What is not shown under its number may be under its
   * SHA, where there is one: the pipeline was renamed.
   * @param followed builds that were under way before the lists were read
   * @param sight what the lists showed
   */
  async ask(source: Source, followed: readonly PublishedLook[], sight: Sight): Promise<AskedBuilds> {
    const now = this.clock.now();
    const back = followed.filter(({ build, unseen }) => unseen !== null && sight.builds.has(build));
    const unseen = followed
      .filter(({ build }) => !sight.builds.has(build))
      .map((look) => underItsSlug(look, sight.slugs));
    const { byCommit, byNumber, later, letGo } = sortUnseen(unseen, now);
    await this.published.note([
      ...back.map(seenAgain),
      ...later.map((look) => missed(look, now, now.toISOString())),
    ]);
    await this.published.letGo(letGo);

    const hidden = await this.askOneByOne(source, byNumber, sight);
    const shas = [...byCommit.map(({ commit }) => commit), ...hidden.map(({ sha }) => sha)];
    const asked = [...byCommit, ...byNumber].map((look) => {
      const since = look.unseen?.since ?? now.toISOString();
      return missed(look, now, askAgainAt(since, now, this.config.pollIntervalMs));
    });
    return { commits: [...new Set(shas.filter((sha) => sha !== null))], asked };
  }

  /** Keeps that builds were asked for; those of which a newer look was published meanwhile stay as that shows them. */
  async settle({ asked }: AskedBuilds): Promise<void> {
    await this.published.note(asked);
  }

  private async askOneByOne(
    source: Source,
    looks: readonly PublishedLook[],
    sight: Sight,
  ): Promise<readonly PublishedLook[]> {
    const hidden: PublishedLook[] = [];
    for (const look of looks) {
      if (!(await this.isShown(source, look, sight))) hidden.push(look);
    }
    return hidden;
  }

  /**
   * A build that cannot be asked for counts as one that is not shown, also when Buildkite fails just there after the lists
   * have been read: the others, and the cycle, go on.
   */
  private async isShown(source: Source, look: PublishedLook, sight: Sight): Promise<boolean> {
    const { pipeline, number } = look;
    try {
      return await this.readBuilds.one(source, { pipeline: pipeline.slug, number }, sight);
    } catch (error) {
      if (!isOfOneBuild(error) && !(error instanceof BuildkiteUnavailable)) throw error;
      const { connection, buildkiteOrganization } = source;
      const about = { organization: connection.organization, connection: connection.id };
      this.log.warn(
        { ...about, buildkiteOrganization, build: look.build, error },
        'A build that left the lists cannot be asked for',
      );
      return false;
    }
  }
}
