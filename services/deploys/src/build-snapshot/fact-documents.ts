import {
  buildServerFactTypes,
  type BuildServerFact,
  type EventEnvelope,
  type PublishedEvent,
} from '#libs/contracts';
import {
  buildKeyOf,
  lookId,
  tieOf,
  untied,
  type BuildServerDocument,
  type BuildTieDocument,
  type LookDocument,
  type LookUpDocument,
} from '../read-model/collections.js';
import type { Generation } from '../read-model/read-model.js';

type BuildServerEvent = BuildServerFact & { readonly id: string };

const buildServerTypes = new Set<string>(buildServerFactTypes);

/** Keeps looks, look-ups and build server settings, each under the id of its event: again is the same as once. */
export async function keepFacts(generation: Generation, events: readonly PublishedEvent[]): Promise<void> {
  const looks = events.filter((event) => event.type === 'sleuth.build-observed.v1').map(lookDocument);
  const lookUps = events.filter((event) => event.type === 'sleuth.commit-looked-up.v1').map(lookUpDocument);
  const buildServers = events.filter(setsBuildServer).map(buildServerDocument);
  await Promise.all([
    looks.length > 0 && generation.looks.insertMissing(looks),
    keepTies(generation, looks),
    lookUps.length > 0 && generation.lookUps.insertMissing(lookUps),
    buildServers.length > 0 && generation.buildServers.insertMissing(buildServers),
  ]);
}

/** A look as it is kept. */
export function lookDocument({ id, data }: EventEnvelope<'sleuth.build-observed.v1'>): LookDocument {
  const { organization, connection, build } = data;
  const buildKey = buildKeyOf(organization, connection, build.id);
  return {
    ...data,
    id: lookId(buildKey, id),
    buildKey,
    tie: build.sha === null ? null : tieOf(organization, build.repository, build.sha),
  };
}

async function keepTies({ buildTies, keptTies }: Generation, looks: readonly LookDocument[]): Promise<void> {
  const ties = tiesOf(looks).filter(({ id }) => !keptTies.has(id));
  if (ties.length === 0) return;
  await buildTies.insertMissing(ties);
  for (const { id } of ties) keptTies.add(id);
}

/** The ties that looks show, each once. */
export function tiesOf(looks: readonly LookDocument[]): BuildTieDocument[] {
  const ties = looks.map(({ connection, buildKey, tie: shown, build }) => {
    const tie = shown ?? untied;
    const createdAt = new Date(build.createdAt).toISOString();
    return { id: `${buildKey} ${tie}`, connection, buildKey, tie, createdAt };
  });
  return [...new Map(ties.map((tie) => [tie.id, tie])).values()];
}

/** Whether the event sets or clears a build server. */
export function setsBuildServer(event: PublishedEvent): event is PublishedEvent & BuildServerEvent {
  return buildServerTypes.has(event.type);
}

function lookUpDocument({ id, data }: EventEnvelope<'sleuth.commit-looked-up.v1'>): LookUpDocument {
  return { ...data, id };
}

function buildServerDocument(event: BuildServerEvent): BuildServerDocument {
  const { organization, project } = event.data;
  return {
    id: event.id,
    organization,
    project,
    fact: { type: event.type, data: event.data } as BuildServerFact,
  };
}
