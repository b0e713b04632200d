import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Collection, CollectionDefinition, Documents } from '#libs/documents';
import { DOCUMENTS } from '#libs/platform';
import {
  definitionsOf,
  generation,
  type BuildServerDocument,
  type BuildTieDocument,
  type DeployDocument,
  type LookDocument,
  type LookUpDocument,
  type RevisionDocument,
} from './collections.js';

/** One generation of the read model. */
export interface Generation {
  readonly number: number;
  readonly deploys: Collection<DeployDocument>;
  readonly looks: Collection<LookDocument>;
  readonly buildTies: Collection<BuildTieDocument>;
  readonly lookUps: Collection<LookUpDocument>;
  readonly buildServers: Collection<BuildServerDocument>;
  readonly revisions: Collection<RevisionDocument>;
}

/** Which generation is read, and which one is being built beside it, if any. */
export interface GenerationPointer {
  readonly id: 'deploys';
  readonly active: number;
  readonly building: number | null;
  readonly revision: number;
}

export const generationPointers: CollectionDefinition<GenerationPointer> = {
  name: 'read-model-generations',
  indexes: [],
};

const firstPointer: GenerationPointer = { id: 'deploys', active: 1, building: null, revision: 0 };

/**
 * The read model. Every write to it is idempotent and its order does not matter, so that a generation that is being
 * built may get live facts and old ones at the same time.
 */
@Injectable()
export class ReadModel implements OnModuleInit {
  readonly #pointers: Collection<GenerationPointer>;
  readonly #generations = new Map<number, Generation>();

  constructor(@Inject(DOCUMENTS) private readonly documents: Documents) {
    this.#pointers = documents.collection(generationPointers);
  }

  /** What a rebuild made is kept up with the program, as the first generation is by provisioning. */
  async onModuleInit(): Promise<void> {
    const { active } = await this.pointer();
    if (active !== firstPointer.active) await this.provision(active);
  }

  /** The generation to read from. */
  async reader(): Promise<Generation> {
    return this.generation((await this.pointer()).active);
  }

  /** The generations to write to: the one that is read, and the one that is being built. */
  async writers(): Promise<readonly Generation[]> {
    const { active, building } = await this.pointer();
    return (building === null ? [active] : [active, building]).map((number) => this.generation(number));
  }

  /** Writes to all of them, and also to one that began to be built while this was writing. */
  async write(writing: (generation: Generation) => Promise<unknown>): Promise<void> {
    const written = new Set<Generation>();
    for (;;) {
      const missing = (await this.writers()).filter((generation) => !written.has(generation));
      if (missing.length === 0) return;
      await Promise.all(missing.map(writing));
      missing.forEach((generation) => written.add(generation));
    }
  }

  async pointer(): Promise<GenerationPointer> {
    return (await this.#pointers.get('deploys')) ?? firstPointer;
  }

  /** Moves the pointer on from the one that was read; false when somebody else moved it first. */
  async point(from: GenerationPointer, to: Pick<GenerationPointer, 'active' | 'building'>): Promise<boolean> {
    const next: GenerationPointer = { id: 'deploys', ...to, revision: from.revision + 1 };
    return this.#pointers.replace(next, from.revision === 0 ? undefined : from.revision);
  }

  /** Makes the collections of a generation. */
  async provision(number: number): Promise<void> {
    await this.documents.provision(definitionsOf(number));
  }

  /** Removes every generation but these, also what a rebuild that was killed left behind. */
  async dropOthers(...kept: readonly number[]): Promise<void> {
    const names = new Set(kept.flatMap(namesOf));
    const ofAnyGeneration = new RegExp(`^(${namesOf(0).join('|').replaceAll('-g0', '-g\\d+')})$`);
    for (const name of await this.documents.list()) {
      if (ofAnyGeneration.test(name) && !names.has(name)) await this.documents.drop(name);
    }
  }

  /** A generation by its number, whether it is there or not. */
  generation(number: number): Generation {
    const known = this.#generations.get(number);
    if (known) return known;
    const { deploys, looks, buildTies, lookUps, buildServers, revisions } = generation(number);
    const opened = {
      number,
      deploys: this.documents.collection(deploys),
      looks: this.documents.collection(looks),
      buildTies: this.documents.collection(buildTies),
      lookUps: this.documents.collection(lookUps),
      buildServers: this.documents.collection(buildServers),
      revisions: this.documents.collection(revisions),
    };
    this.#generations.set(number, opened);
    return opened;
  }
}

function namesOf(number: number): string[] {
  return definitionsOf(number).map(({ name }) => name);
}
