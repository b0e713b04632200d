import type { Outcome } from '../play/run-plan.js';
import { buildsOf } from '../plan/plan.js';
import type { Fault } from './fault.js';
import { lookKey } from './left.js';
import { endShownLongEnough, shownLongEnough } from './shown-long-enough.js';
import type { Truth } from './truth.js';

type Collected = Pick<Outcome, 'plan' | 'connections' | 'looks' | 'overMs'>;

/** Builds of deployed repositories that are not on the log, or not as Buildkite shows them in the end. */
export function uncollectedBuilds(
  { plan, connections, looks, overMs }: Collected,
  truth: Truth,
): readonly Fault[] {
  return buildsOf(plan).flatMap((build) => {
    const connection = connections.ofRepository.get(build.repository);
    if (connection === undefined || !shownLongEnough(build, truth)) return [];
    const { id } = build.spec;
    const shown = `${truth.stateAt(id, overMs)} since ${truth.finishedAt(id, overMs) ?? 'it began'}`;
    const changedAtMs = truth.changes(id).at(-1)?.atMs;
    const fault = (what: string): Fault[] => [
      {
        what: `Build ${id} (${build.kind}) ${what}`,
        build: id,
        connection,
        ...(build.sha !== null && { sha: build.sha }),
        ...(changedAtMs !== undefined && { atMs: changedAtMs }),
      },
    ];
    const last = looks.get(lookKey(connection, id))?.at(-1)?.build;
    if (last === undefined) return fault('is not on the log.');
    if (!endShownLongEnough(build, truth)) return [];
    const seen = `${last.state} since ${last.finishedAt ?? 'it began'}`;
    return seen === shown ? [] : fault(`is ${shown} and was seen last as ${seen}.`);
  });
}
