import type { CollectionDefinition, Documents } from '#libs/documents';
import type { Checkpoints } from '#libs/event-store';

interface Checkpoint {
  /** Name of the follower. */
  readonly id: string;
  readonly position: string;
  /** Grows with every keeping; version 0.1.0 wrote none. */
  readonly revision?: number;
}

/** Where the followers of the event store are. */
export const checkpointCollection: CollectionDefinition<Checkpoint> = { name: 'checkpoints', indexes: [] };

/** The checkpoint is not as it was left: another process follows in this one's place. Nothing was kept. */
export class CheckpointMoved extends Error {
  readonly code = 'checkpoint-moved';
  constructor(readonly follower: string) {
    super(`Another process has moved the checkpoint of ${follower}.`);
    this.name = 'CheckpointMoved';
  }
}

/**
 * Keeps the progress of a process's followers in a collection (`checkpointCollection`, to be provisioned). A position
 * takes the place of the one that was loaded or saved last, and of no other: `save` rejects with CheckpointMoved when
 * another process was there meanwhile. Loading begins anew.
 */
export function documentCheckpoints(documents: Documents): Checkpoints {
  const checkpoints = documents.collection(checkpointCollection);
  const known = new Map<string, number>();

  async function numbered(checkpoint: Checkpoint): Promise<number> {
    await checkpoints.put([{ ...checkpoint, revision: 1 }]);
    return 1;
  }

  return {
    async load(name) {
      const checkpoint = await checkpoints.get(name);
      if (checkpoint === undefined) known.delete(name);
      else known.set(name, checkpoint.revision ?? (await numbered(checkpoint)));
      return checkpoint?.position;
    },
    async save(name, position) {
      const last = known.get(name);
      const next = { id: name, position, revision: (last ?? 0) + 1 };
      if (!(await checkpoints.replace(next, last))) throw new CheckpointMoved(name);
      known.set(name, next.revision);
    },
  };
}
