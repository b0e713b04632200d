import { Inject, Injectable } from '@nestjs/common';
import type { Collection, Documents } from '#libs/documents';
import { DOCUMENTS } from '#libs/platform';
import {
  definitionsOf,
  generation,
  type BuildServerDocument,
  type BuildTieDocument,
  type DeployDocument,
  type JobsLookDocument,
  type LookDocument,
  type LookUpDocument,
  type RevisionDocument,
} from './collections.js';
import { firstPointer, generationPointers, type GenerationPointer } from './generation-pointer.js';
import { LastKnown } from './last-known.js';

/** Enough for the builds that are looked at again within hours, in less than ten megabytes. */
const tiesKnown = 20_000;

/** One generation of the read model. */
export interface Generation {
  readonly number: number;
  readonly deploys: Collection<DeployDocument>;
  readonly looks: Collection<LookDocument>;
  readonly buildTies: Collection<BuildTieDocument>;
  /** Ties that were kept on a day, with that day: they need not be written again on that day. */
  readonly keptTies: LastKnown;
  readonly jobsLooks: Collection<JobsLookDocument>;
  readonly lookUps: Collection<LookUpDocument>;
  readonly buildServers: Collection<BuildServerDocument>;
  readonly revisions: Collection<RevisionDocument>;
}

/**
 * The read model. Every write to it is idempotent and its order does not matter, so that a generation that is being
 * built may get live facts and old ones at the same time. What is written lies in the event store or on a topic
 * already: a generation whose building begins behind a write finds it there.
 */
@Injectable()
export class ReadModel {
  readonly #pointers: Collection<GenerationPointer>;
  readonly #generations = new Map<number, Generation>();
  /** The generation that was in use when a reading ended last. */
  #lastInUse: number | undefined;

  constructor(@Inject(DOCUMENTS) private readonly documents: Documents) {
    this.#pointers = documents.collection(generationPointers);
  }

  /**
   * Reads from the generation in use; anew if another one took its place by then, since of one that is being dropped
   * too little is read, or nothing. No number comes twice: a generation that is in use before and afterwards was so all
   * the time.
   */
  async read<Result>(reading: (generation: Generation) => Promise<Result>): Promise<Result> {
    for (;;) {
      const active = this.#lastInUse ?? (await this.pointer()).active;
      const [outcome] = await Promise.allSettled([reading(this.generation(active))]);
      this.#lastInUse = (await this.pointer()).active;
      if (this.#lastInUse !== active) continue;
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    }
  }

  /**
   * Writes to the generation in use and to one that is being built, also when that began while this was writing.
   * A write that fails because its generation is given up meanwhile is no failure.
   */
  async write(writing: (generation: Generation) => Promise<unknown>): Promise<void> {
    const outcomes = new Map<Generation, PromiseSettledResult<unknown>>();
    for (;;) {
      const wanted = await this.writers();
      const missing = wanted.filter((generation) => !outcomes.has(generation));
      if (missing.length === 0) {
        for (const generation of wanted) throwFailure(outcomes.get(generation));
        return;
      }
      const settled = await Promise.allSettled(missing.map(writing));
      settled.forEach((outcome, index) => outcomes.set(missing[index]!, outcome));
    }
  }

  async pointer(): Promise<GenerationPointer> {
    return { ...firstPointer, ...(await this.#pointers.get('deploys')) };
  }

  /**
   * Moves the pointer on from the one that was read.
   * @returns where it is now; undefined when somebody else moved it first
   */
  async point(
    from: GenerationPointer,
    { active, building }: Pick<GenerationPointer, 'active' | 'building'>,
  ): Promise<GenerationPointer | undefined> {
    const latest = Math.max(from.latest, active, building ?? 0);
    const next: GenerationPointer = { id: 'deploys', active, building, latest, revision: from.revision + 1 };
    const moved = await this.#pointers.replace(next, from.revision === 0 ? undefined : from.revision);
    return moved ? next : undefined;
  }

  /** Makes the collections of a generation. */
  async provision(number: number): Promise<void> {
    await this.documents.provision(definitionsOf(number));
  }

  /**
   * Removes the generations that are neither read nor built any more. They never will be again: it does no harm
   * however late it is done, and by how many.
   */
  async dropUnused(): Promise<void> {
    const { active, building, latest } = await this.pointer();
    for (const name of await this.documents.list()) {
      const number = numberIn(name);
      if (number === undefined || number > latest || number === active || number === building) continue;
      await this.documents.drop(name);
    }
  }

  /** A generation by its number, whether it is there or not. */
  generation(number: number): Generation {
    const known = this.#generations.get(number);
    if (known) return known;
    const { deploys, looks, buildTies, jobsLooks, lookUps, buildServers, revisions } = generation(number);
    const opened = {
      number,
      deploys: this.documents.collection(deploys),
      looks: this.documents.collection(looks),
      buildTies: this.documents.collection(buildTies),
      keptTies: new LastKnown(tiesKnown),
      jobsLooks: this.documents.collection(jobsLooks),
      lookUps: this.documents.collection(lookUps),
      buildServers: this.documents.collection(buildServers),
      revisions: this.documents.collection(revisions),
    };
    this.#generations.set(number, opened);
    return opened;
  }

  private async writers(): Promise<readonly Generation[]> {
    const { active, building } = await this.pointer();
    return (building === null ? [active] : [active, building]).map((number) => this.generation(number));
  }
}

const collectionOfAnyGeneration = new RegExp(
  `^(?:${definitionsOf(0)
    .map(({ name }) => name)
    .join('|')
    .replaceAll('-g0', '-g(\\d+)')})$`,
);

/** The generation that a collection of this name is of, if any. */
function numberIn(name: string): number | undefined {
  const number = collectionOfAnyGeneration.exec(name)?.slice(1).find(Boolean);
  return number === undefined ? undefined : Number(number);
}

function throwFailure(outcome: PromiseSettledResult<unknown> | undefined): void {
  if (outcome?.status === 'rejected') throw outcome.reason;
}
