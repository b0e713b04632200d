import { Inject, Injectable } from '@nestjs/common';
import type { RecordedEvent } from '#libs/event-store';
import type { RevisionDocument } from '../read-model/collections.js';
import { ReadModel, type Generation } from '../read-model/read-model.js';
import type { BuildSnapshotEvent } from './domain/build-snapshot.js';

/** Keeps the revisions of snapshots in the read model as their streams say. */
@Injectable()
export class RevisionProjection {
  constructor(@Inject(ReadModel) private readonly readModel: ReadModel) {}

  /** Applies revisions to every generation that is written. */
  async apply(events: readonly RecordedEvent[]): Promise<void> {
    await this.readModel.write((generation) => this.applyTo(generation, events));
  }

  /** Applies revisions, in any order and however often. */
  async applyTo({ revisions }: Generation, events: readonly RecordedEvent[]): Promise<void> {
    await revisions.insertMissing(events.map(revisionDocument));
  }
}

function revisionDocument(recorded: RecordedEvent): RevisionDocument {
  const { deploy, ...data } = (recorded as unknown as BuildSnapshotEvent).data;
  return { id: `${deploy.id}/${data.revision}`, deploy: deploy.id, ...data };
}
