import type { PublishedEvent } from '#libs/contracts';
import { publishedEvents } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';
import { vaultCollection } from '#libs/platform';
import { integration } from '../../../services/connections/src/integration/domain/integration.js';
import type { IntegrationEvent } from '../../../services/connections/src/integration/domain/events.js';
import {
  versionsInUse,
  type Integration,
} from '../../../services/connections/src/integration/domain/state.js';
import { canonicalJson } from '#libs/contracts';
import type { Data } from './data.js';
import { readModelFaults } from './read-model-faults.js';
import { snapshotFaults } from './snapshot-faults.js';
import type { Acknowledged } from './script-client.js';

/** Topics that event store streams are published to; the others are logs of their own. */
const relayed = ['integrations', 'projects', 'deploys', 'build-snapshots'].map((name) => `sleuth.${name}.v1`);

/** What is wrong with the data that a stopped product left, one sentence each; nothing when every promise was kept. */
export async function faultsOf(data: Data, acknowledged: readonly Acknowledged[]): Promise<string[]> {
  const stored = await data.storedEvents();
  const published = await allPublished(data);
  return [
    ...(await keepingFaults(data, acknowledged, stored, published)),
    ...snapshotFaults(stored, published),
  ];
}

/** What is wrong with how things are kept and passed on, whatever the snapshots say. */
export async function keepingFaults(
  data: Data,
  acknowledged: readonly Acknowledged[],
  stored: readonly RecordedEvent[],
  published: ReadonlyMap<string, readonly PublishedEvent[]>,
): Promise<string[]> {
  return [
    ...commandFaults(stored, acknowledged),
    ...relayFaults(stored, published),
    ...(await readModelFaults(data, stored, published)),
    ...(await vaultFaults(data, stored)),
  ];
}

/** The events of every topic, repeats included. */
export async function allPublished(data: Data): Promise<ReadonlyMap<string, readonly PublishedEvent[]>> {
  const published = new Map<string, PublishedEvent[]>();
  for (const topic of new Set(Object.values(publishedEvents).map(({ topic: { name } }) => name)))
    published.set(topic, await data.publishedEvents(topic));
  return published;
}

/** Every acknowledged command left its one event; nothing else was decided. */
function commandFaults(stored: readonly RecordedEvent[], acknowledged: readonly Acknowledged[]): string[] {
  return acknowledged.flatMap(({ organization, what, event }) => {
    const left = stored.filter(
      ({ stream, type, data }) =>
        ofOrganization(stream, organization) &&
        type === event.type &&
        Object.entries(event.data).every(([name, value]) => data[name] === value),
    );
    return left.length === 1 ? [] : [`${organization}: ${what} left ${left.length} ${event.type}, not 1.`];
  });
}

function ofOrganization(stream: string, organization: string): boolean {
  const of = stream.slice(stream.indexOf('-') + 1);
  return of === organization || of.startsWith(`${organization}.`);
}

/** What is stored is published under the same id with one content, and nothing else is. */
function relayFaults(
  stored: readonly RecordedEvent[],
  published: ReadonlyMap<string, readonly PublishedEvent[]>,
): string[] {
  const storedIds = new Set(stored.map(({ id }) => id));
  const sent = Map.groupBy(
    relayed.flatMap((topic) => published.get(topic) ?? []),
    ({ id }) => id,
  );
  const unsent = stored.filter(({ id }) => !sent.has(id));
  const unknown = [...sent.keys()].filter((id) => !storedIds.has(id));
  const different = [...sent].filter(([, events]) => new Set(events.map(canonicalJson)).size > 1);
  return [
    ...unsent.map(({ stream, revision, type }) => `${type} ${stream}@${revision} was never published.`),
    ...unknown.map((id) => `Event ${id} was published and is not stored.`),
    ...different.map(([id]) => `Event ${id} was published with different contents.`),
  ];
}

/** The vault holds the token and the webhook secrets in use of every connection that is there, and no other. */
async function vaultFaults(data: Data, stored: readonly RecordedEvent[]): Promise<string[]> {
  const ofIntegrations = stored.filter(({ stream }) => stream.startsWith('buildkiteIntegration-'));
  const inUse = [...Map.groupBy(ofIntegrations, ({ stream }) => stream)].flatMap(([stream, events]) => {
    const organization = stream.slice('buildkiteIntegration-'.length);
    return foldIntegration(events).connections.flatMap((connection) =>
      versionsInUse(connection).map((version) => `${organization} ${connection.id} ${version}`),
    );
  });
  const entries = await data.documentsOf(vaultCollection);
  const kept = entries.map(
    ({ organization, connection, version }) => `${organization} ${connection} ${version}`,
  );
  return [
    ...inUse.filter((place) => !kept.includes(place)).map((place) => `No secret in the vault for ${place}.`),
    ...kept
      .filter((place) => !inUse.includes(place))
      .map((place) => `A secret out of use is kept: ${place}.`),
  ];
}

function foldIntegration(events: readonly RecordedEvent[]): Integration {
  return events.reduce(
    (state, event) => integration.evolve(state, event as unknown as IntegrationEvent),
    integration.initialState,
  );
}
