import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, CONFIG, LOG, type Clock, type Config, type Log } from '#libs/platform';
import { lookIds, type BuildTieDocument, type LookDocument } from '../read-model/collections.js';
import { ReadModel, type Generation } from '../read-model/read-model.js';
import { isForgotten } from './domain/forgetting.js';
import { tiesOf } from './fact-documents.js';

/** How many builds are judged together. */
const mostAtOnce = 500;

/** Removes what is forgotten from the read model: looks at old builds of which no deploy was ever registered. */
@Injectable()
export class ForgetBuilds {
  constructor(
    @Inject(ReadModel) private readonly readModel: ReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'rememberBuildsForMs'>,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /**
   * Goes through all builds that are old enough once. Looks that come meanwhile are too young to be forgotten.
   * @returns how many looks were removed
   * @throws the signal's reason, between two steps
   */
  async once(signal: AbortSignal): Promise<number> {
    const now = this.clock.now();
    let removed = 0;
    await this.readModel.write(async (generation) => {
      for await (const ties of oldTies(generation, this.createdBefore(now))) {
        signal.throwIfAborted();
        removed += await this.forget(generation, ties, now);
      }
    });
    if (removed > 0) this.log.info({ looks: removed }, 'Builds that no deploy refers to were forgotten.');
    return removed;
  }

  private createdBefore(now: Date): string {
    return new Date(now.getTime() - this.config.rememberBuildsForMs).toISOString();
  }

  private async forget(generation: Generation, old: readonly BuildTieDocument[], now: Date): Promise<number> {
    const keys = [...new Set(old.map(({ buildKey }) => buildKey))];
    const ties = await generation.buildTies.find({ where: { buildKey: { in: keys } } });
    const registered = await registeredAts(generation, ties);
    const looks: string[] = [];
    const emptied: string[] = [];
    for (const [buildKey, ofBuild] of Map.groupBy(ties, (tie) => tie.buildKey)) {
      const registeredAt = ofBuild.flatMap(({ tie }) => registered.get(tie) ?? []);
      const known = await generation.looks.find({ where: { id: lookIds(buildKey) } });
      const gone = known.filter((look) => this.isGone(look, registeredAt, now));
      looks.push(...gone.map(({ id }) => id));
      if (gone.length === known.length && registeredAt.length === 0) emptied.push(buildKey);
    }
    if (looks.length > 0) await generation.looks.remove(looks);
    await this.forgetWholly(generation, new Set(emptied), ties);
    return looks.length;
  }

  /**
   * What lies beside the looks of builds of which no look is left; the ties last, by which all of it is found. A look that
   * has come meanwhile gets its tie back.
   */
  private async forgetWholly(
    { looks, jobsLooks, buildTies }: Generation,
    builds: ReadonlySet<string>,
    ties: readonly BuildTieDocument[],
  ): Promise<void> {
    if (builds.size === 0) return;
    const jobs: string[] = [];
    for (const buildKey of builds)
      jobs.push(...(await jobsLooks.find({ where: { id: lookIds(buildKey) } })).map(({ id }) => id));
    if (jobs.length > 0) await jobsLooks.remove(jobs);
    await buildTies.remove(ties.filter(({ buildKey }) => builds.has(buildKey)).map(({ id }) => id));
    const come: LookDocument[] = [];
    for (const buildKey of builds) come.push(...(await looks.find({ where: { id: lookIds(buildKey) } })));
    if (come.length > 0) await buildTies.insertMissing(tiesOf(come));
  }

  private isGone(look: LookDocument, registeredAt: readonly string[], now: Date): boolean {
    return isForgotten(look, registeredAt, this.config.rememberBuildsForMs, now);
  }
}

/** When deploys were registered, those that were deleted since too, by tie. */
async function registeredAts(
  { deploys }: Generation,
  ties: readonly BuildTieDocument[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = await deploys.find({ where: { tie: { in: [...new Set(ties.map(({ tie }) => tie))] } } });
  return new Map(
    [...Map.groupBy(found, ({ tie }) => tie)].map(([tie, ofTie]) => [
      tie,
      ofTie.map(({ registeredAt }) => registeredAt),
    ]),
  );
}

/** All ties of builds created before an instant, the oldest first, in portions. */
async function* oldTies(
  { buildTies }: Generation,
  createdBefore: string,
): AsyncGenerator<readonly BuildTieDocument[], void, undefined> {
  let from = '';
  let seen = new Set<string>();
  for (;;) {
    const found = await buildTies.find({
      where: { createdAt: { gte: from, lt: createdBefore } },
      orderBy: [['createdAt', 'ascending']],
      limit: seen.size + mostAtOnce,
    });
    const next = found.filter(({ id }) => !seen.has(id));
    if (next.length === 0) return;
    yield next;
    from = found.at(-1)?.createdAt ?? from;
    seen = new Set(found.filter(({ createdAt }) => createdAt === from).map(({ id }) => id));
  }
}
