import { Inject, Injectable } from '@nestjs/common';
import type { Collection, CollectionDefinition, Documents } from '#libs/documents';
import { CLOCK, DOCUMENTS, type Clock } from '#libs/platform';
import { Bell } from '../collection/bell.js';
import { jobsRequestId, withNeed, type JobsNeed, type JobsRequest } from './domain/jobs-request.js';

export const jobsRequests: CollectionDefinition<JobsRequest> = {
  name: 'builds-jobs-requests',
  indexes: [{ fields: ['connection', 'state', 'dueAt'] }],
};

/** Which builds' jobs are to be looked at, kept until the bus has them. */
@Injectable()
export class JobsRequests {
  readonly #collection: Collection<JobsRequest>;
  readonly #bells = new Map<string, Bell>();

  constructor(
    @Inject(DOCUMENTS) documents: Documents,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.#collection = documents.collection(jobsRequests);
  }

  /** Adds what is needed, at most one need per build; what is asked for already stays as it is. */
  async add(needs: readonly JobsNeed[]): Promise<void> {
    if (needs.length === 0) return;
    const known = new Map(
      (await this.#collection.getMany(needs.map(jobsRequestId))).map((one) => [one.id, one]),
    );
    for (const need of needs) await this.addOne(need, known.get(jobsRequestId(need)));
  }

  /** Those of a connection that are due, the longest due first. */
  async due(connection: string, limit: number): Promise<JobsRequest[]> {
    return this.#collection.find({
      where: { connection, state: 'due', dueAt: { lte: this.clock.now().toISOString() } },
      orderBy: [['dueAt', 'ascending']],
      limit,
    });
  }

  /** Keeps what became of a request, unless more was asked for meanwhile: then it stays due. */
  async keep(request: JobsRequest, next: JobsRequest): Promise<void> {
    await this.#collection.replace(next, request.revision);
  }

  /** Rings when something is added for the connection in this process. */
  bell(connection: string): Bell {
    const bell = this.#bells.get(connection) ?? new Bell();
    this.#bells.set(connection, bell);
    return bell;
  }

  private async addOne(need: JobsNeed, known: JobsRequest | undefined): Promise<void> {
    for (let current = known; ; current = await this.#collection.get(jobsRequestId(need))) {
      const next = withNeed(current, need, this.clock.now());
      if (next === undefined) return;
      if (!(await this.#collection.replace(next, current?.revision))) continue;
      this.bell(need.connection).ring();
      return;
    }
  }
}
