import type { ObservedBuild } from '#libs/contracts';
import { observedBuild, type UnreadableReason } from '../parsing/build.js';
import { objectOf } from '../parsing/json.js';
import { parseTimestamp } from '../parsing/timestamp.js';

/** What one reply said about one build. */
export interface Look {
  readonly build: ObservedBuild;
  /** Slug of the Buildkite organization. */
  readonly organization: string;
  /** RFC 3339, UTC, whole seconds: the `Date` of the reply. */
  readonly lookedAt: string;
}

/** A build that a reply shows but that cannot be read, and why. */
export interface UnreadableBuild {
  readonly id: string | undefined;
  readonly reason: UnreadableReason;
}

/** What one reply said. */
export interface BuildsPage {
  readonly lookedAt: string;
  readonly looks: readonly Look[];
  readonly unreadable: readonly UnreadableBuild[];
}

/** The builds in the rows of a reply; a build without an address belongs to the organization that was asked. */
export function buildsPage(rows: readonly unknown[], organization: string, lookedAt: string): BuildsPage {
  const looks: Look[] = [];
  const unreadable: UnreadableBuild[] = [];
  for (const row of rows) {
    const reading = observedBuild(row);
    if (reading.ok)
      looks.push({ build: reading.build, organization: reading.organization ?? organization, lookedAt });
    else unreadable.push({ id: reading.id, reason: reading.reason });
  }
  return { lookedAt, looks, unreadable };
}

/** When the oldest build among the rows was created, readable or not; undefined if no row tells. */
export function oldestCreation(rows: readonly unknown[]): string | undefined {
  return rows
    .map((row) => parseTimestamp(objectOf(row)?.['created_at']))
    .filter((createdAt) => createdAt !== undefined)
    .sort()[0];
}
