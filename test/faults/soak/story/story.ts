import type { Revision } from '../../../../services/deploys/src/build-snapshot/domain/build-snapshot.js';
import type { Outcome } from '../play/run-plan.js';
import type { Fault } from '../checks/fault.js';
import { lookKey } from '../checks/left.js';
import type { Truth } from '../checks/truth.js';
import { buildsOf, iso, minuteMs } from '../plan/plan.js';

/** What a story is taken from. */
type Told = Pick<
  Outcome,
  'plan' | 'looks' | 'lookUps' | 'happenings' | 'revisions' | 'connections' | 'stored'
>;

interface Line {
  readonly atMs: number;
  readonly what: string;
}

/** How far around what concerns the fault the trouble nearby is told. */
const reachMs = 2 * minuteMs;

/**
 * What happened around a fault, one line each in the order of time: what the script did to the build, what was seen of it,
 * what became of the deploy, and the trouble nearby.
 */
export function story(fault: Fault, told: Told, truth: Truth): readonly string[] {
  const ofBuild = fault.build === undefined ? [] : buildLines(fault.build, fault, told, truth);
  const ofDeploy = deployLines(fault, told);
  const own = [...ofBuild, ...ofDeploy];
  const moments = [...own.map(({ atMs }) => atMs), ...(fault.atMs === undefined ? [] : [fault.atMs])];
  const nearby = told.happenings.filter(({ atMs }) =>
    moments.some((moment) => Math.abs(atMs - moment) <= reachMs),
  );
  return [...own, ...nearby]
    .sort((one, other) => one.atMs - other.atMs)
    .map(({ atMs, what }) => `${iso(atMs).slice(11, 23)}  ${what}`);
}

function buildLines(id: string, { connection }: Fault, told: Told, truth: Truth): Line[] {
  const build = buildsOf(told.plan).find(({ spec }) => spec.id === id);
  if (build === undefined) return [];
  const changes = truth
    .changes(id)
    .map(({ atMs, change, state }) => ({ atMs, what: `the script: ${change}, now ${state}` }));
  const resolved = (build.spec.script ?? []).flatMap((step) =>
    step.change === 'commit-resolved'
      ? [{ atMs: Date.parse(step.at), what: `the script: the commit is ${step.commit}` }]
      : [],
  );
  const removedAtMs = truth.removedAtMs(build);
  const removed = removedAtMs === Infinity ? [] : [{ atMs: removedAtMs, what: 'its pipeline is deleted' }];
  const through = connection === undefined ? told.connections.all : [connection];
  const looks = through.flatMap((one) =>
    (told.looks.get(lookKey(one, id)) ?? []).map(({ lookedAt, build: seen }) => ({
      atMs: Date.parse(lookedAt),
      what:
        `a look on the log: ${seen.state}, sha ${seen.sha?.slice(0, 7) ?? 'unresolved'}, ` +
        `started ${seen.startedAt ?? '-'}, failing ${seen.failingAt ?? '-'}, finished ${seen.finishedAt ?? '-'}`,
    })),
  );
  return [...changes, ...resolved, ...removed, ...looks];
}

function deployLines({ sha, deploy }: Fault, told: Told): Line[] {
  if (sha === undefined) return [];
  const deploys = told.stored.flatMap(({ type, data }) =>
    type === 'DeployRegistered' && data['sha'] === sha
      ? [
          { atMs: Date.parse(String(data['deployedAt'])), what: `T of deploy ${String(data['deploy'])}` },
          { atMs: Date.parse(String(data['at'])), what: `deploy ${String(data['deploy'])} is registered` },
        ]
      : [],
  );
  const lookUps = told.lookUps
    .filter((lookUp) => lookUp.sha === sha)
    .map(({ lookedAt, builds, refused }) => ({
      atMs: Date.parse(lookedAt),
      what: `the commit is looked up: ${builds.length} builds, ${refused.length} refusals`,
    }));
  const revisions = told.revisions.filter((revision) => revision.deploy.id === deploy).map(revisionLine);
  return [...deploys, ...lookUps, ...revisions];
}

function revisionLine({ at, revision, content, because }: Revision): Line {
  const builds = content.builds.map(
    ({ id, state, certainty }) => `${id.slice(0, 8)} ${state} (${certainty})`,
  );
  const causes = because.map(({ type }) => type).join(', ');
  return {
    atMs: Date.parse(at),
    what: `revision ${revision}, because of ${causes}: ${builds.join(', ') || 'no builds'}`,
  };
}
