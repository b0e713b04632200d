import {
  buildServerFactTypes,
  servingConnection,
  type BuildServerFact,
  type PublishedEvent,
} from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';
import type { Revision } from '../../../services/deploys/src/build-snapshot/domain/build-snapshot.js';
import { sameContent } from '#libs/contracts';
import { gatherStatus } from '../../../services/deploys/src/build-snapshot/domain/gathering.js';
import { jobActionsIn } from '../../../services/deploys/src/build-snapshot/domain/jobs-looks.js';
import {
  snapshotContent,
  type SnapshotFacts,
} from '../../../services/deploys/src/build-snapshot/domain/snapshot-content.js';
import type { DeployRegistered } from '../../../services/deploys/src/deploy/domain/events.js';
import { organizationOf } from '../../../services/deploys/src/deploy/deploy-stream.js';

type Published = ReadonlyMap<string, readonly PublishedEvent[]>;

/** Revisions are numbered without gaps and differ each from the last; the last says what the facts on the logs say. */
export function snapshotFaults(stored: readonly RecordedEvent[], published: Published): string[] {
  const contents = registeredDeploys(stored).flatMap((event) => contentFaults(event, stored, published));
  return [...revisionFaults(stored), ...contents];
}

/** The registrations of the deploys that were not deleted. */
export function registeredDeploys(stored: readonly RecordedEvent[]): RecordedEvent[] {
  const deleted = new Set(
    stored.filter(({ type }) => type === 'DeployDeleted').map(({ data }) => String(data['deploy'])),
  );
  return stored.filter(
    ({ type, data }) => type === 'DeployRegistered' && !deleted.has(String(data['deploy'])),
  );
}

/** Revisions out of place, and such as say nothing new. */
export function revisionFaults(stored: readonly RecordedEvent[]): string[] {
  const snapshots = stored.filter(({ stream }) => stream.startsWith('buildSnapshot-'));
  return [...Map.groupBy(snapshots, ({ stream }) => stream)].flatMap(([stream, events]) => {
    const revisions = events.map(({ data }) => data as unknown as Revision);
    const misnumbered = revisions.filter(({ revision }, index) => revision !== index + 1);
    const idle = revisions.filter((one, index) => sameContent(one.content, revisions[index - 1]?.content));
    return [
      ...misnumbered.map(({ revision }) => `${stream} has a revision ${revision} out of place.`),
      ...idle.map(({ revision }) => `${stream} revision ${revision} says what the one before says.`),
    ];
  });
}

/** What is wrong with the last revision of one deploy against the facts on the logs. */
export function contentFaults(
  registered: RecordedEvent,
  stored: readonly RecordedEvent[],
  published: Published,
): string[] {
  const { deploy, sha } = registered.data as unknown as DeployRegistered['data'];
  const facts = factsOf(registered, published);
  const organization = organizationOf(registered.stream);
  const last = stored.findLast(({ stream }) => stream === `buildSnapshot-${organization}.${deploy}`);
  const taken = (last?.data as unknown as Revision | undefined)?.content;
  const what = `The snapshot of ${organization}'s deploy ${deploy} (${sha})`;
  if (facts === undefined) return taken === undefined ? [] : [`${what} was taken without a build server.`];
  if (taken === undefined)
    return gatherStatus(facts) === 'ready' ? [`${what} is not there, though its facts are.`] : [];
  return sameContent(taken, snapshotContent(facts)) ? [] : [`${what} does not follow from the facts.`];
}

/** Every fact on the logs, read anew; undefined when no build server serves the deploy. */
function factsOf(registered: RecordedEvent, published: Published): SnapshotFacts | undefined {
  const organization = organizationOf(registered.stream);
  const deploy = { ...(registered.data as unknown as DeployRegistered['data']), organization };
  const connection = servingConnection(buildServerFacts(published, organization), deploy);
  if (connection === undefined) return undefined;
  const observed = (published.get('sleuth.builds.v1') ?? []).filter(
    (event) => event.type === 'sleuth.build-observed.v1',
  );
  const lookUps = (published.get('sleuth.commit-look-ups.v1') ?? []).filter(
    (event) => event.type === 'sleuth.commit-looked-up.v1',
  );
  const jobsLooks = (published.get('sleuth.builds.v1') ?? [])
    .filter((event) => event.type === 'sleuth.build-jobs-observed.v1')
    .map(({ data }) => data)
    .filter((look) => look.organization === organization && look.connection === connection);
  return {
    deploy,
    connection,
    jobActions: new Map(
      [...Map.groupBy(jobsLooks, ({ build }) => build)].map(([build, ofIt]) => [build, jobActionsIn(ofIt)]),
    ),
    looks: observed.map(({ data }) => data),
    lookUps: lookUps.map(({ data }) => data),
  };
}

function buildServerFacts(published: Published, organization: string): BuildServerFact[] {
  const types = new Set<string>(buildServerFactTypes);
  return (published.get('sleuth.integrations.v1') ?? [])
    .filter(({ type, data }) => types.has(type) && data.organization === organization)
    .map((event) => event as unknown as BuildServerFact);
}
