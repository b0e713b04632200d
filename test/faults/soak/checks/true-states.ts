import type { Revision } from '../../../../services/deploys/src/build-snapshot/domain/build-snapshot.js';
import type { Outcome } from '../play/run-plan.js';
import { differences, lastRevisions } from '../../setting/differences.js';
import type { Fault } from './fault.js';
import { shownLongEnough } from './shown-long-enough.js';
import { lookKey } from './left.js';
import type { Truth } from './truth.js';

type Told = Pick<Outcome, 'revisions' | 'looks'>;

/** What the last revisions say against the scripts, sorted by the promise that is broken. */
export interface Untruths {
  /** Builds that a snapshot lacks, or that were not there at T. */
  readonly wrongBuilds: readonly Fault[];
  readonly wrongObserved: readonly Fault[];
  /** Only those where the script changed the build less than twice between the two looks. */
  readonly wrongDerived: readonly Fault[];
}

/** Compares every snapshot with the scripts. */
export function untruths({ revisions, looks }: Told, truth: Truth): Untruths {
  const faults = [...lastRevisions(revisions).values()].flatMap((revision) =>
    untruthsOf(revision, looks, truth),
  );
  const of = (certainty: string | null) =>
    faults.filter((fault) => fault.certainty === certainty).map(({ fault }) => fault);
  return { wrongBuilds: of(null), wrongObserved: of('observed'), wrongDerived: of('derived') };
}

interface Found {
  /** Null when it is about the build being there at all. */
  readonly certainty: string | null;
  readonly fault: Fault;
}

function untruthsOf(revision: Revision, looks: Told['looks'], truth: Truth): readonly Found[] {
  const { deploy, connection } = revision;
  const atMs = Date.parse(deploy.deployedAt);
  const there = truth.builds(nameOf(deploy.repository), deploy.sha, atMs);
  const states = new Map(there.map(({ spec: { id } }) => [id, truth.stateAt(id, atMs) ?? '']));
  const unseen = new Set(there.filter((build) => !shownLongEnough(build, truth)).map(({ spec }) => spec.id));
  return differences(revision, states).flatMap(({ build, certainty, sentence }) => {
    if (certainty === null && unseen.has(build)) return [];
    const isThere = states.has(build);
    const ofBuild = looks.get(lookKey(connection, build)) ?? [];
    if (isThere && certainty === 'derived' && changesUnseen(ofBuild, build, atMs, truth) >= 2) return [];
    const fault = { what: sentence, deploy: deploy.id, sha: deploy.sha, build, connection, atMs };
    return [{ certainty: isThere ? certainty : null, fault }];
  });
}

/**
 * How often the script changed the build between the last look before T and the first from T on; never without a look
 * before T, since nothing is derived then. A look's time is cut to
 * the second: it may have been as late as the end of that.
 */
function changesUnseen(
  looks: readonly { readonly lookedAt: string }[],
  build: string,
  atMs: number,
  truth: Truth,
): number {
  const times = looks.map(({ lookedAt }) => Date.parse(lookedAt));
  const before = times.findLast((time) => time < atMs);
  if (before === undefined) return 0;
  const after = times.find((time) => time >= atMs) ?? Infinity;
  return truth.changesBetween(build, before, after + 999);
}

/** `github.com/owner/name` → `name` */
export function nameOf(repository: string): string {
  return repository.slice(repository.lastIndexOf('/') + 1);
}
