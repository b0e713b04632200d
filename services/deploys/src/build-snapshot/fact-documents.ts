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
  type JobsLookDocument,
  type LookDocument,
  type LookUpDocument,
} from '../read-model/collections.js';
import type { Generation } from '../read-model/read-model.js';

type BuildServerEvent = BuildServerFact & { readonly id: string };

const buildServerTypes = new Set<string>(buildServerFactTypes);

/** Keeps looks at builds and at jobs, look-ups and build server settings, each under the id of its event: again is the same as once. */
export async function keepFacts(generation: Generation, events: readonly PublishedEvent[]): Promise<void> {
  const looks = events.filter((event) => event.type === 'sleuth.build-observed.v1').map(lookDocument);
  const jobsLooks = events
    .filter((event) => event.type === 'sleuth.build-jobs-observed.v1')
    .map(jobsLookDocument);
  const lookUps = events.filter((event) => event.type === 'sleuth.commit-looked-up.v1').map(lookUpDocument);
  const buildServers = events.filter(setsBuildServer).map(buildServerDocument);
  await Promise.all([
    keepLooks(generation, looks),
    jobsLooks.length > 0 && generation.jobsLooks.insertMissing(jobsLooks),
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

/** A look at jobs as it is kept. */
export function jobsLookDocument({
  id,
  data,
}: EventEnvelope<'sleuth.build-jobs-observed.v1'>): JobsLookDocument {
  const buildKey = buildKeyOf(data.organization, data.connection, data.build);
  return { ...data, id: lookId(buildKey, id), buildKey };
}

/** The ties behind the looks: what forgets builds looks for looks behind the ties. */
async function keepLooks(generation: Generation, looks: readonly LookDocument[]): Promise<void> {
  if (looks.length === 0) return;
  await generation.looks.insertMissing(looks);
  await keepTies(generation, looks);
}

/** A tie is forgotten days behind the last look at its build: one that was kept on the day of a look is there. */
async function keepTies({ buildTies, keptTies }: Generation, looks: readonly LookDocument[]): Promise<void> {
  const unsure = looks.filter((look) => !keptTies.has(tieOnDay(look)));
  if (unsure.length === 0) return;
  await buildTies.insertMissing(tiesOf(unsure));
  for (const look of unsure) keptTies.add(tieOnDay(look));
}

function tieOnDay({ buildKey, tie, lookedAt }: LookDocument): string {
  return `${buildKey} ${tie ?? untied} ${lookedAt.slice(0, 10)}`;
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
