import { Inject, Injectable } from '@nestjs/common';
import type { Collection, CollectionDefinition, Documents } from '#libs/documents';
import { CLOCK, DOCUMENTS, type Clock } from '#libs/platform';
import { revived, type LookUp } from './domain/look-up.js';

export const lookUps: CollectionDefinition<LookUp> = {
  name: 'builds-look-ups',
  indexes: [{ fields: ['connection', 'state', 'dueAt'] }, { fields: ['state', 'dueAt'] }],
};

/** What is to be looked up, kept until the bus has the answer. */
@Injectable()
export class LookUps {
  readonly #collection: Collection<LookUp>;

  constructor(
    @Inject(DOCUMENTS) documents: Documents,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.#collection = documents.collection(lookUps);
  }

  /** Adds look-ups; those that are there already, done or not, stay as they are. */
  async request(requested: readonly LookUp[]): Promise<void> {
    if (requested.length > 0) await this.#collection.insertMissing(requested);
  }

  /** Those of a connection that are due, the longest due first. */
  async due(connection: string, limit: number): Promise<LookUp[]> {
    return this.#collection.find({
      where: { connection, state: 'due', dueAt: { lte: this.clock.now().toISOString() } },
      orderBy: [['dueAt', 'ascending']],
      limit,
    });
  }

  /** Those of a connection whose builds have not shown up and are to be asked for by now, the longest due first. */
  async wanted(connection: string, limit: number): Promise<LookUp[]> {
    return this.#collection.find({
      where: { connection, state: 'wanted', dueAt: { lte: this.clock.now().toISOString() } },
      orderBy: [['dueAt', 'ascending']],
      limit,
    });
  }

  /** When the next one of a connection will be due: RFC 3339, UTC; undefined when nothing waits for a time to come. */
  async nextDueAt(connection: string): Promise<string | undefined> {
    const [next] = await this.#collection.find({
      where: { connection, state: 'due', dueAt: { gt: this.clock.now().toISOString() } },
      orderBy: [['dueAt', 'ascending']],
      limit: 1,
    });
    return next?.dueAt ?? undefined;
  }

  /** Connections that have something due. */
  async connectionsWithDue(): Promise<ReadonlySet<string>> {
    const dueAt = { lte: this.clock.now().toISOString() };
    const due = await this.#collection.find({ where: { state: 'due', dueAt }, limit: 1_000 });
    return new Set(due.map(({ connection }) => connection));
  }

  async keep(changed: readonly LookUp[]): Promise<void> {
    if (changed.length > 0) await this.#collection.put(changed);
  }

  /** Makes the refused ones of a connection due again. */
  async revive(connection: string): Promise<number> {
    const refused = await this.#collection.find({ where: { connection, state: 'refused' } });
    const now = this.clock.now();
    await this.keep(refused.map((lookUp) => revived(lookUp, now)));
    return refused.length;
  }

  /** Makes those of a connection due that are wanted, now or later, and whose builds have shown up. */
  async shown(connection: string, shas: ReadonlySet<string>): Promise<void> {
    if (shas.size === 0) return;
    const wanted = await this.#collection.find({ where: { connection, state: 'wanted' } });
    const now = this.clock.now();
    await this.keep(wanted.filter(({ sha }) => shas.has(sha)).map((lookUp) => revived(lookUp, now)));
  }

  /** How many of a connection wait to be asked, or for Buildkite to refuse no longer. */
  async countPending(connection: string): Promise<number> {
    return this.#collection.count({ connection, state: { in: ['due', 'refused'] } });
  }
}
