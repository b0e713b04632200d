import type { CollectionDefinition, Documents } from '#libs/documents';
import type { Checkpoints } from '#libs/event-store';

interface Checkpoint {
  /** Name of the follower. */
  readonly id: string;
  readonly position: string;
}

/** Where the followers of the event store are. */
export const checkpointCollection: CollectionDefinition<Checkpoint> = { name: 'checkpoints', indexes: [] };

/** Keeps the progress of followers in a collection (`checkpointCollection`, to be provisioned). */
export function documentCheckpoints(documents: Documents): Checkpoints {
  const checkpoints = documents.collection(checkpointCollection);
  return {
    load: async (name) => (await checkpoints.get(name))?.position,
    save: (name, position) => checkpoints.put([{ id: name, position }]),
  };
}
