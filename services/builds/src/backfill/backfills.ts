import { Inject, Injectable } from '@nestjs/common';
import type { Collection, CollectionDefinition, Documents } from '#libs/documents';
import { CLOCK, DOCUMENTS, type Clock } from '#libs/platform';
import { backfillId, reopened, requested, type Backfill, type Cause } from './domain/backfill.js';

export const backfills: CollectionDefinition<Backfill> = {
  name: 'builds-backfills',
  indexes: [{ fields: ['connection', 'state', 'dueAt'] }, { fields: ['state', 'dueAt'] }],
};

/** Somebody else has changed the backfill meanwhile: it began anew, or another instance goes on with it. */
export class Superseded extends Error {}

/** What is to be read of the past, and how far it has been. */
@Injectable()
export class Backfills {
  readonly #collection: Collection<Backfill>;

  constructor(
    @Inject(DOCUMENTS) documents: Documents,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.#collection = documents.collection(backfills);
  }

  /** Has a backfill begin, or begin anew; one that waits to be begun, and one of the same cause, stays as it is. */
  async request(cause: Cause): Promise<void> {
    for (;;) {
      const known = await this.#collection.get(backfillId(cause));
      const waits = known?.state === 'waiting' && known.startedAt === null;
      if (known !== undefined && (known.cause === cause.cause || waits)) return;
      const wanted = requested(cause, this.clock.now(), (known?.revision ?? -1) + 1);
      if (await this.#collection.replace(wanted, known?.revision)) return;
    }
  }

  /** The connection has got a token that reaches these Buildkite organizations: reads what it has not read yet. */
  async reopen(connection: string, organizations: readonly string[]): Promise<void> {
    for (const { id } of await this.of(connection)) {
      for (;;) {
        const known = await this.#collection.get(id);
        const after = known && reopened(known, organizations, this.clock.now());
        if (!after || (await this.#collection.replace(after, known.revision))) break;
      }
    }
  }

  /** What is to be done next for a connection: what was begun, else what has waited longest. */
  async next(connection: string): Promise<Backfill | undefined> {
    const dueAt = { lte: this.clock.now().toISOString() };
    for (const state of ['running', 'waiting']) {
      const [first] = await this.#collection.find({
        where: { connection, state, dueAt },
        orderBy: [['dueAt', 'ascending']],
        limit: 1,
      });
      if (first !== undefined) return first;
    }
    return undefined;
  }

  /** Connections that have something to do. */
  async connectionsWithDue(): Promise<ReadonlySet<string>> {
    const dueAt = { lte: this.clock.now().toISOString() };
    const due = await this.#collection.find({
      where: { state: { in: ['running', 'waiting'] }, dueAt },
      limit: 1_000,
    });
    return new Set(due.map(({ connection }) => connection));
  }

  /** @throws Superseded when the backfill is not as it was before this step */
  async keep(after: Backfill, before: Backfill): Promise<Backfill> {
    if (!(await this.#collection.replace(after, before.revision))) throw new Superseded();
    return after;
  }

  /** Forgets all of a connection; whoever is at one stops. */
  async forget(connection: string): Promise<void> {
    const ids = (await this.of(connection)).map(({ id }) => id);
    if (ids.length > 0) await this.#collection.remove(ids);
  }

  /** The latest of each repository that a connection serves or has served, by repository. */
  async of(connection: string): Promise<Backfill[]> {
    return this.#collection.find({ where: { connection } });
  }
}
