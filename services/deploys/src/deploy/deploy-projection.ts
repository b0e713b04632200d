import { Inject, Injectable } from '@nestjs/common';
import type { RecordedEvent } from '#libs/event-store';
import { tieOf, type DeployDocument } from '../read-model/collections.js';
import { ReadModel, type Generation } from '../read-model/read-model.js';
import { targetOf } from './deploy-stream.js';
import type { DeployEvent } from './domain/events.js';

/** Keeps deploys in the read model as their streams say. */
@Injectable()
export class DeployProjection {
  constructor(@Inject(ReadModel) private readonly readModel: ReadModel) {}

  /** Applies facts to every generation that is written. */
  async apply(events: readonly RecordedEvent[]): Promise<void> {
    await this.readModel.write((generation) => this.applyTo(generation, events));
  }

  /** Applies facts in any order and however often: of each deploy the latest that its stream says stays. */
  async applyTo({ deploys }: Generation, events: readonly RecordedEvent[]): Promise<void> {
    const said = new Map<string, RecordedEvent>();
    for (const event of events) {
      const other = said.get(deployOf(event));
      if (!other || other.revision < event.revision) said.set(deployOf(event), event);
    }
    if (said.size > 0) await deploys.putNewer([...said.values()].map(deployDocument));
  }
}

/**
 * The deploy as a fact leaves it. Of a deleted one is kept where it was, that it was deleted, and what goes on counting
 * for which builds are remembered.
 */
export function deployDocument(recorded: RecordedEvent): DeployDocument {
  const { type, data } = recorded as unknown as DeployEvent;
  const target = targetOf(recorded.stream);
  const { organization } = target;
  const { revision } = recorded;
  if (type === 'DeployDeleted') {
    const { deploy: id, sha, repository, registeredAt } = data;
    const tie = tieOf(organization, repository, sha);
    return { ...deleted, ...target, id, repository, sha, registeredAt, tie, revision };
  }
  const { deploy: id, at: registeredAt, ...details } = data;
  return {
    id,
    organization,
    ...details,
    registeredAt,
    isDeleted: false,
    order: `${details.deployedAt} ${id}`,
    tie: tieOf(organization, details.repository, details.sha),
    revision,
  };
}

const deleted = {
  project: '',
  deployedAt: '',
  rollback: false,
  isDeleted: true,
  order: '',
} as const;

function deployOf(recorded: RecordedEvent): string {
  return (recorded as unknown as DeployEvent).data.deploy;
}
