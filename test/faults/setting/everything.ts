import { buildkiteBudgets } from '#libs/buildkite';
import { topics } from '#libs/contracts';
import type { CollectionDefinition, Document } from '#libs/documents';
import { builds } from '../../../services/builds/src/index.js';
import { collectionStatuses } from '../../../services/builds/src/collection/collection-statuses.js';
import { cursors } from '../../../services/builds/src/collection/cursors.js';
import { connectionHealths } from '../../../services/builds/src/connection-health/connection-healths.js';
import { connections } from '../../../services/connections/src/index.js';
import { deploys } from '../../../services/deploys/src/index.js';
import type { Data } from './data.js';

/** Bookkeeping of polling and of requests under way, which goes on whatever the bus delivers. */
const bookkeeping: readonly string[] = [
  collectionStatuses.name,
  cursors.name,
  connectionHealths.name,
  buildkiteBudgets.name,
];

/** All that facts lead to: documents, stored events, and the ids of what is published. */
export async function everything(data: Data) {
  const documents: Record<string, readonly Document[]> = {};
  for (const definition of await collections(data))
    documents[definition.name] = await data.documentsOf(definition);
  const published: Record<string, readonly string[]> = {};
  for (const { name } of Object.values(topics)) {
    published[name] = [...new Set((await data.publishedEvents(name)).map(({ id }) => id))].sort();
  }
  return { documents, stored: await data.storedEvents(), published };
}

async function collections({ documents }: Data): Promise<readonly CollectionDefinition<Document>[]> {
  const services = [connections, builds, deploys];
  const inUse = await Promise.all(
    services.map(async (service) => (await service.collectionsInUse?.(documents)) ?? []),
  );
  return [...services.flatMap((service) => service.collections), ...inUse.flat()].filter(
    ({ name }) => !bookkeeping.includes(name),
  );
}
