import type { Outcome } from '../play/run-plan.js';
import { buildsOf } from '../plan/plan.js';
import { lastRevisions } from '../../setting/differences.js';
import type { Fault } from './fault.js';
import { lookKey } from './left.js';
import { endShownLongEnough, shownLongEnoughFrom } from './shown-long-enough.js';
import type { Truth } from './truth.js';

type Looked = Pick<Outcome, 'plan' | 'stored' | 'published' | 'revisions'>;

/**
 * Builds of snapshots whose jobs were never looked at from the deploy on, though Buildkite showed them long enough, also
 * after the deploy was registered: only then are they asked for.
 */
export function jobsNotLookedAt(
  { plan, stored, published, revisions }: Looked,
  truth: Truth,
): readonly Fault[] {
  const lastLook = new Map<string, number>();
  for (const { type, data } of published.get('sleuth.builds.v1') ?? []) {
    if (type !== 'sleuth.build-jobs-observed.v1') continue;
    const key = lookKey(data.connection, data.build);
    lastLook.set(key, Math.max(lastLook.get(key) ?? 0, Date.parse(data.lookedAt)));
  }
  const registeredMs = new Map(
    stored.flatMap(({ type, data }) =>
      type === 'DeployRegistered' ? [[String(data['deploy']), Date.parse(String(data['at']))]] : [],
    ),
  );
  const planned = new Map(buildsOf(plan).map((build) => [build.spec.id, build]));
  return [...lastRevisions(revisions).values()].flatMap(({ deploy, connection, content }) =>
    content.builds.flatMap(({ id, certainty }): Fault[] => {
      const build = planned.get(id);
      if (certainty === 'last-known' || build === undefined || !endShownLongEnough(build, truth)) return [];
      if (!shownLongEnoughFrom(build, registeredMs.get(deploy.id) ?? 0, truth)) return [];
      const atMs = Date.parse(deploy.deployedAt);
      if ((lastLook.get(lookKey(connection, id)) ?? 0) >= atMs) return [];
      const what = `The jobs of build ${id} were not looked at since deploy ${deploy.id}.`;
      return [{ what, deploy: deploy.id, sha: deploy.sha, build: id, connection, atMs }];
    }),
  );
}
