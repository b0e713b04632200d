import { deadLetterTopics, type Bus } from '#libs/bus';
import { topics } from '#libs/contracts';
import type { Documents } from '#libs/documents';
import { checkpointCollection } from '../checkpoints/checkpoints.js';
import { leaseCollection } from '../leases/lease-collection.js';
import { vaultCollection } from '../vault/vault-collection.js';
import type { ServiceDefinition } from '../service-definition.js';

/** Makes the topics, dead-letter topics and collections that are missing for some services. */
export async function provision(
  services: readonly ServiceDefinition[],
  bus: Bus,
  documents: Documents,
): Promise<void> {
  const published = Object.values(topics);
  const names = published.map(({ name }) => name);
  await bus.provision([
    ...published,
    ...services.flatMap((service) => deadLetterTopics(service.name, names)),
  ]);
  await documents.provision([
    checkpointCollection,
    leaseCollection,
    vaultCollection,
    ...services.flatMap(({ collections }) => collections),
  ]);
}
