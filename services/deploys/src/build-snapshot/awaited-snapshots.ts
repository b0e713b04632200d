import { Inject, Injectable } from '@nestjs/common';
import type { Collection, CollectionDefinition, Documents } from '#libs/documents';
import { DOCUMENTS } from '#libs/platform';
import { LastKnown } from '../read-model/last-known.js';

/** Enough for the deploys whose builds are looked at again and again, in a megabyte or two. */
const takenKnown = 10_000;

/** A deploy on its way to its first snapshot. */
export interface AwaitedSnapshot {
  /** The deploy. */
  readonly id: string;
  /** `unserved`: facts were gathered for it, and then it turned out that no build server serves it. */
  readonly state: 'collecting' | 'unserved' | 'taken';
  /** When it is taken as it is: RFC 3339, UTC; null unless it is collecting. */
  readonly dueAt: string | null;
  readonly revision: number;
}

export const awaitedSnapshots: CollectionDefinition<AwaitedSnapshot> = {
  name: 'awaited-snapshots',
  indexes: [{ fields: ['state', 'dueAt'] }],
};

/** For which deploys facts are being gathered, and until when. */
@Injectable()
export class AwaitedSnapshots {
  readonly #collection: Collection<AwaitedSnapshot>;
  /** Deploys whose snapshot is known to be taken: nothing leads back, so nothing has to be asked. */
  readonly #taken = new LastKnown(takenKnown);

  constructor(@Inject(DOCUMENTS) documents: Documents) {
    this.#collection = documents.collection(awaitedSnapshots);
  }

  get(deploy: string): Promise<AwaitedSnapshot | undefined> {
    return this.#collection.get(deploy);
  }

  /** Facts are being gathered for the deploy; the first `dueAt` stays. */
  async collecting(deploy: string, dueAt: string): Promise<void> {
    await this.move(deploy, 'collecting', dueAt, (from) => from === undefined || from === 'unserved');
  }

  /**
   * No build server serves the deploy: nothing is due.
   * @returns whether facts were gathered until now: a build server that was set meanwhile must not be overlooked
   */
  unserved(deploy: string): Promise<boolean> {
    return this.move(deploy, 'unserved', null, (from) => from === 'collecting');
  }

  /** It has a snapshot, or never will have one; nothing leads back. */
  async taken(deploy: string): Promise<void> {
    await this.move(deploy, 'taken', null, (from) => from !== 'taken');
  }

  /** Those that facts are being gathered for, the next one due first. */
  async nextDue(limit: number): Promise<AwaitedSnapshot[]> {
    return this.#collection.find({
      where: { state: 'collecting' },
      orderBy: [['dueAt', 'ascending']],
      limit,
    });
  }

  private async move(
    id: string,
    state: AwaitedSnapshot['state'],
    dueAt: string | null,
    isDue: (from: AwaitedSnapshot['state'] | undefined) => boolean,
  ): Promise<boolean> {
    while (!this.#taken.has(id)) {
      const from = await this.#collection.get(id);
      if (from?.state === 'taken') this.#taken.add(id);
      if (!isDue(from?.state)) return false;
      const next = { id, state, dueAt, revision: (from?.revision ?? 0) + 1 };
      if (!(await this.#collection.replace(next, from?.revision))) continue;
      if (state === 'taken') this.#taken.add(id);
      return true;
    }
    return false;
  }
}
