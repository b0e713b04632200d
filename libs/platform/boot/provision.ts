import { deadLetterTopics, type Bus } from '#libs/bus';
import { topics } from '#libs/contracts';
import type { CollectionDefinition, Document, Documents } from '#libs/documents';
import { checkpointCollection } from '../checkpoints/checkpoints.js';
import type { EngineSettings } from '../config/settings.js';
import type { Engines } from '../engines/engines.js';
import { leaseCollection } from '../leases/lease-collection.js';
import { vaultCollection } from '../vault/vault-collection.js';
import type { ServiceDefinition } from '../service-definition.js';

/** Makes the topics and dead-letter topics that are missing for some services. @returns how many there have to be */
export async function provisionTopics(services: readonly ServiceDefinition[], bus: Bus): Promise<number> {
  const published = Object.values(topics);
  const names = published.map(({ name }) => name);
  const all = [...published, ...services.flatMap(({ name }) => deadLetterTopics(name, names))];
  await bus.provision(all);
  return all.length;
}

/** Makes the collections and indexes that are missing for some services. @returns how many collections there have to be */
export async function provisionCollections(
  services: readonly ServiceDefinition[],
  documents: Documents,
): Promise<number> {
  const declared = collectionsOf(services);
  await documents.provision(declared);
  const inUse = await collectionsInUse(services, documents);
  await documents.provision(inUse);
  return declared.length + inUse.length;
}

/** Embedded engines belong to their process, which makes what it needs when it starts. */
export async function provisionEmbedded(
  services: readonly ServiceDefinition[],
  { eventStore, bus, documents }: Engines,
  settings: Pick<EngineSettings, 'eventStoreUrl' | 'kafkaBrokers' | 'mongodbUri'>,
): Promise<void> {
  if (settings.eventStoreUrl === undefined) await eventStore.provision();
  if (settings.kafkaBrokers === undefined) await provisionTopics(services, bus);
  if (settings.mongodbUri === undefined) await provisionCollections(services, documents);
}

/** @throws UnknownCollection for one that provisioning has not made as it is declared here */
export async function checkCollections(
  services: readonly ServiceDefinition[],
  documents: Documents,
): Promise<void> {
  const check = (definitions: readonly CollectionDefinition<Document>[]) =>
    Promise.all(definitions.map((definition) => documents.collection(definition).get('does not exist')));
  await check(collectionsOf(services));
  await check(await collectionsInUse(services, documents));
}

async function collectionsInUse(
  services: readonly ServiceDefinition[],
  documents: Documents,
): Promise<readonly CollectionDefinition<Document>[]> {
  const ofServices = services.map(async ({ collectionsInUse: inUse }) => (await inUse?.(documents)) ?? []);
  return (await Promise.all(ofServices)).flat();
}

function collectionsOf(services: readonly ServiceDefinition[]): readonly CollectionDefinition<Document>[] {
  const ofServices = services.flatMap(({ collections }) => collections);
  return [...new Set([checkpointCollection, leaseCollection, vaultCollection, ...ofServices])];
}
