import { Inject, Injectable } from '@nestjs/common';
import type { RecordedEvent } from '#libs/event-store';
import { tieOf, type DeployDocument } from '../read-model/collections.js';
import { ReadModel, type Generation } from '../read-model/read-model.js';
import { organizationOf } from './deploy-stream.js';
import type { DeployEvent, DeployRegistered } from './domain/events.js';

/** Keeps deploys in the read model as their streams say. */
@Injectable()
export class DeployProjection {
  constructor(@Inject(ReadModel) private readonly readModel: ReadModel) {}

  /** Applies facts to every generation that is written. */
  async apply(events: readonly RecordedEvent[]): Promise<void> {
    await this.readModel.write((generation) => this.applyTo(generation, events));
  }

  /** Applies facts of one or many streams; those of a stream must come in its order or again. */
  async applyTo({ deploys }: Generation, events: readonly RecordedEvent[]): Promise<void> {
    const registered = events.filter(isRegistered).map(deployDocument);
    if (registered.length > 0) await deploys.putNewer(registered);
    const deletions = events.filter(({ type }) => type === 'DeployDeleted');
    if (deletions.length === 0) return;
    const deletedAt = new Map(
      deletions.map((event) => [(event as unknown as DeployEvent).data.deploy, event.revision] as const),
    );
    const gone = await deploys.getMany([...deletedAt.keys()]);
    await deploys.putNewer(
      gone.map((deploy) => ({
        ...deploy,
        isDeleted: true,
        revision: deletedAt.get(deploy.id) ?? deploy.revision,
      })),
    );
  }
}

/** The deploy that a registration makes. */
export function deployDocument(recorded: RecordedEvent): DeployDocument {
  const { deploy: id, at: registeredAt, ...details } = (recorded as unknown as DeployRegistered).data;
  const organization = organizationOf(recorded.stream);
  return {
    id,
    organization,
    ...details,
    registeredAt,
    isDeleted: false,
    order: `${details.deployedAt} ${id}`,
    tie: tieOf(organization, details.repository, details.sha),
    revision: recorded.revision,
  };
}

function isRegistered({ type }: RecordedEvent): boolean {
  return type === 'DeployRegistered';
}
