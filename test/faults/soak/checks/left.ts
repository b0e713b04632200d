import type { BuildObserved, CommitLookedUp, PublishedEvent } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';
import type { Revision } from '../../../../services/deploys/src/build-snapshot/domain/build-snapshot.js';
import type { Data } from '../../setting/data.js';
import { allPublished, keepingFaults } from '../../setting/faults-of-data.js';
import type { Acknowledged } from '../../setting/script-client.js';

/** What a stopped product left, as far as it is looked at. */
export interface Left {
  readonly stored: readonly RecordedEvent[];
  readonly published: ReadonlyMap<string, readonly PublishedEvent[]>;
  /** All revisions of all snapshots, those of one deploy in their order. */
  readonly revisions: readonly Revision[];
  /** The looks on the log, by `lookKey`, in the order of their times. */
  readonly looks: ReadonlyMap<string, readonly BuildObserved[]>;
  readonly lookUps: readonly CommitLookedUp[];
  /** What is wrong with how things are kept and passed on. */
  readonly keepingFaults: readonly string[];
  /** Records that were set aside, as `topic: reason`. */
  readonly deadLetters: readonly string[];
}

/** Reads it all. */
export async function left(data: Data, acknowledged: readonly Acknowledged[]): Promise<Left> {
  const stored = await data.storedEvents();
  const published = await allPublished(data);
  return {
    stored,
    published,
    revisions: await data.revisions(),
    looks: looksIn(published.get('sleuth.builds.v1') ?? []),
    lookUps: lookUpsIn(published.get('sleuth.commit-look-ups.v1') ?? []),
    keepingFaults: await keepingFaults(data, acknowledged, stored, published),
    deadLetters: await deadLettersOf(data),
  };
}

/** The looks of one connection at one build. */
export function lookKey(connection: string, build: string): string {
  return `${connection}/${build}`;
}

/** The looks among the events, each once. */
export function looksIn(events: readonly PublishedEvent[]): ReadonlyMap<string, readonly BuildObserved[]> {
  const observed = new Map(
    events.flatMap((event) =>
      event.type === 'sleuth.build-observed.v1' ? [[event.id, event.data] as const] : [],
    ),
  );
  const byTime = [...observed.values()].sort(
    (one, other) => Date.parse(one.lookedAt) - Date.parse(other.lookedAt),
  );
  return Map.groupBy(byTime, ({ connection, build }) => lookKey(connection, build.id));
}

function lookUpsIn(events: readonly PublishedEvent[]): CommitLookedUp[] {
  return events.flatMap((event) => (event.type === 'sleuth.commit-looked-up.v1' ? [event.data] : []));
}

async function deadLettersOf(data: Data): Promise<string[]> {
  const found: string[] = [];
  for await (const { topic, headers } of data.allRecords())
    if (topic.endsWith('.dead-letters')) found.push(`${topic}: ${JSON.stringify(headers)}`);
  return found;
}
