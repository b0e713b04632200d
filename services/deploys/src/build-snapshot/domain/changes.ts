import type { SnapshotBuild, SnapshotChange, SnapshotContent } from '#libs/contracts';
import { sameContent } from '#libs/contracts';
import { compareText } from './text-order.js';

/**
 * What changed from one content to the next, in a fixed order: builds (as listed), then the verdict, then completeness.
 * An added or removed build is told with its state, a changed one with each field that differs. Empty for equal ones.
 */
export function contentChanges(from: SnapshotContent, to: SnapshotContent): SnapshotChange[] {
  return [
    ...buildChanges(from.builds, to.builds),
    ...valueChange('verdict-changed', from.verdict, to.verdict),
    ...valueChange('completeness-changed', from.complete, to.complete),
  ];
}

function buildChanges(from: readonly SnapshotBuild[], to: readonly SnapshotBuild[]): SnapshotChange[] {
  const before = new Map(from.map((build) => [build.id, build]));
  const still = new Set(to.map(({ id }) => id));
  return [
    ...from.filter(({ id }) => !still.has(id)).map(removed),
    ...to.flatMap((build) => {
      const earlier = before.get(build.id);
      return earlier === undefined ? [added(build)] : fieldChanges(earlier, build);
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
