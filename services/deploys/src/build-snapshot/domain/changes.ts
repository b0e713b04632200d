import type { SnapshotBuild, SnapshotChange, SnapshotContent } from '#libs/contracts';
import { sameContent } from '#libs/contracts';
import { compareText } from './text-order.js';
import { withinBytes } from './within-bytes.js';

/** Together with the builds of a content it fits into an event of 1 MiB. */
const mostChangeBytes = 192 * 1024;

/**
 * What a revision says of its changes: see `contentChanges`. When there are more than an event can hold, the last of
 * those of builds are left out, and counted.
 */
export function revisionChanges(
  from: SnapshotContent,
  to: SnapshotContent,
): { readonly changes: SnapshotChange[]; readonly omittedChanges?: number } {
  const changes = contentChanges(from, to);
  const ofBuilds = changes.filter(({ build }) => build !== undefined);
  const { items, omitted } = withinBytes(ofBuilds, mostChangeBytes);
  if (omitted === 0) return { changes };
  return {
    changes: [...items, ...changes.filter(({ build }) => build === undefined)],
    omittedChanges: omitted,
  };
}

/**
 * What changed from one content to the next, in a fixed order: builds (as listed), then the verdict, then completeness.
 * An added or removed build is told with its state, a changed one with each field that differs. Empty for equal ones.
 * Where a content leaves builds out, one that is not in it may be among those, and is not told as added or removed.
 */
export function contentChanges(from: SnapshotContent, to: SnapshotContent): SnapshotChange[] {
  return [
    ...buildChanges(from, to),
    ...valueChange('verdict-changed', from.verdict, to.verdict),
    ...valueChange('completeness-changed', from.complete, to.complete),
  ];
}

function buildChanges(from: SnapshotContent, to: SnapshotContent): SnapshotChange[] {
  const before = new Map(from.builds.map((build) => [build.id, build]));
  const still = new Set(to.builds.map(({ id }) => id));
  const gone = to.omittedBuilds ? [] : from.builds.filter(({ id }) => !still.has(id));
  return [
    ...gone.map(removed),
    ...to.builds.flatMap((build) => {
      const earlier = before.get(build.id);
      if (earlier !== undefined) return fieldChanges(earlier, build);
      return from.omittedBuilds ? [] : [added(build)];
    }),
  ];
}

function removed({ id, state }: SnapshotBuild): SnapshotChange {
  return { what: 'build-removed', build: id, field: 'state', from: state };
}

function added({ id, state }: SnapshotBuild): SnapshotChange {
  return { what: 'build-added', build: id, field: 'state', to: state };
}

function fieldChanges(from: SnapshotBuild, to: SnapshotBuild): SnapshotChange[] {
  const before = new Map<string, unknown>(Object.entries(from));
  const after = new Map<string, unknown>(Object.entries(to));
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort(compareText)
    .filter((field) => !sameContent(before.get(field), after.get(field)))
    .map((field) => ({
      what: 'build-changed',
      build: to.id,
      field,
      from: before.get(field),
      to: after.get(field),
    }));
}

function valueChange(
  what: 'verdict-changed' | 'completeness-changed',
  from: string | boolean,
  to: string | boolean,
): SnapshotChange[] {
  return from === to ? [] : [{ what, from, to }];
}
