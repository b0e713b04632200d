import { Inject, Injectable } from '@nestjs/common';
import type { Collection, CollectionDefinition, Documents } from '#libs/documents';
import { DOCUMENTS } from '#libs/platform';

/** A deploy on its way to its first snapshot. */
export interface AwaitedSnapshot {
  /** The deploy. */
  readonly id: string;
  readonly organization: string;
  readonly project: string;
  readonly state: 'unserved' | 'collecting' | 'taken';
  /** When it is taken as it is: RFC 3339, UTC; null while no build server serves the deploy. */
  readonly dueAt: string | null;
  /** Grows with the state, so that nothing leads back. */
  readonly revision: number;
}

export const awaitedSnapshots: CollectionDefinition<AwaitedSnapshot> = {
  name: 'awaited-snapshots',
  indexes: [{ fields: ['organization', 'project', 'state'] }, { fields: ['state', 'dueAt'] }],
};

type Deploy = Pick<AwaitedSnapshot, 'id' | 'organization' | 'project'>;

/** Which deploys have no snapshot yet, and until when facts are gathered for them. */
@Injectable()
export class AwaitedSnapshots {
  readonly #collection: Collection<AwaitedSnapshot>;

  constructor(@Inject(DOCUMENTS) documents: Documents) {
    this.#collection = documents.collection(awaitedSnapshots);
  }

  get(deploy: string): Promise<AwaitedSnapshot | undefined> {
    return this.#collection.get(deploy);
  }

  /** Notes the deploys before their facts are looked for, so that a build server set meanwhile finds them. */
  async expect(deploys: readonly Deploy[]): Promise<void> {
    await this.#collection.insertMissing(
      deploys.map((deploy) => ({ ...named(deploy), state: 'unserved' as const, dueAt: null, revision: 0 })),
    );
  }

  async collecting(deploy: Deploy, dueAt: string): Promise<void> {
    await this.#collection.putNewer([{ ...named(deploy), state: 'collecting', dueAt, revision: 1 }]);
  }

  async taken(deploy: Deploy): Promise<void> {
    await this.#collection.putNewer([{ ...named(deploy), state: 'taken', dueAt: null, revision: 2 }]);
  }

  /** Ids of the project's deploys that no build server served when they were last looked at. */
  async unserved(organization: string, project: string): Promise<string[]> {
    const found = await this.#collection.find({ where: { organization, project, state: 'unserved' } });
    return found.map(({ id }) => id);
  }

  /** Those that are still being gathered, the next one due first. */
  async nextDue(limit: number): Promise<AwaitedSnapshot[]> {
    return this.#collection.find({
      where: { state: 'collecting' },
      orderBy: [['dueAt', 'ascending']],
      limit,
    });
  }
}

function named({ id, organization, project }: Deploy): Deploy {
  return { id, organization, project };
}
