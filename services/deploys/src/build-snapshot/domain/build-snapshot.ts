import type { SnapshotChange, SnapshotContent } from '#libs/contracts';
import type { Decider } from '#libs/event-store';
import { sameContent } from '#libs/contracts';
import { revisionChanges } from './changes.js';

/** The deploy that a snapshot is of. */
export interface SnapshotDeploy {
  readonly id: string;
  readonly project: string;
  readonly codeDeployment: string;
  readonly environment: string;
  /** `host/owner/name`, normalised. */
  readonly repository: string;
  readonly sha: string;
  /** T: RFC 3339, UTC, whole second. */
  readonly deployedAt: string;
}

/** A fact that led to a revision: its type and event id, or `deadline` without an id when time ran out. */
export interface Cause {
  readonly type: string;
  readonly id: string | null;
}

/** Keep this content as the deploy's snapshot, if it is not what the last revision says already. */
export interface TakeSnapshot {
  readonly type: 'TakeSnapshot';
  readonly organization: string;
  readonly deploy: SnapshotDeploy;
  /** The connection that serves the deploy. */
  readonly connection: string;
  readonly content: SnapshotContent;
  readonly because: readonly Cause[];
  /** When the content was computed: RFC 3339, UTC. */
  readonly at: string;
}

/** A revision as the stream keeps it; self-contained, so that it outlives the build at Buildkite. */
export interface Revision {
  readonly organization: string;
  readonly deploy: SnapshotDeploy;
  readonly connection: string;
  /** 1 for the first: the event's place in the stream plus one. */
  readonly revision: number;
  readonly at: string;
  readonly content: SnapshotContent;
  /** Against the revision before; empty for the first. */
  readonly changes: SnapshotChange[];
  /** How many further ones are left out because there are too many; absent when none is. */
  readonly omittedChanges?: number;
  readonly because: Cause[];
}

/** The events of the stream `buildSnapshot-{organization}.{deploy}`. */
export type BuildSnapshotEvent =
  | { readonly type: 'BuildSnapshotTaken'; readonly data: Revision }
  | { readonly type: 'BuildSnapshotCorrected'; readonly data: Revision };

/** Where the snapshot stands: no revision yet, or the last one. */
export type BuildSnapshot =
  | { readonly revision: 0; readonly content: null }
  | { readonly revision: number; readonly content: SnapshotContent };

/**
 * A deploy's snapshot as numbered revisions: `BuildSnapshotTaken`, then a `BuildSnapshotCorrected` for every content
 * that differs from the last. Refuses nothing.
 */
export const buildSnapshot: Decider<TakeSnapshot, BuildSnapshotEvent, BuildSnapshot> = {
  initialState: { revision: 0, content: null },

  decide({ organization, deploy, connection, content, because, at }, last) {
    const revision = {
      organization,
      deploy,
      connection,
      revision: last.revision + 1,
      at,
      content,
      because: [...because],
    };
    if (last.content === null) {
      return [{ type: 'BuildSnapshotTaken', data: { ...revision, changes: [] } }];
    }
    if (sameContent(last.content, content)) return [];
    const changes = revisionChanges(last.content, content);
    return [{ type: 'BuildSnapshotCorrected', data: { ...revision, ...changes } }];
  },

  evolve(_last, { data }) {
    return { revision: data.revision, content: data.content };
  },
};
