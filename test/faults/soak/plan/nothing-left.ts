import { narrow, type Narrowing } from './narrow.js';
import type { Plan } from './plan.js';

/** Why a narrowing leaves no build and no deploy of a plan, and what to do about it; undefined when it leaves some. */
export function nothingLeft(plan: Plan, narrowing: Narrowing): string | undefined {
  const { only, until } = narrowing;
  if (leavesSome(plan, narrowing)) return undefined;
  if (only !== undefined && !leavesSome(plan, { only }))
    return (
      `--only names no build and no commit of the plan of seed ${plan.seed}: ${only}. ` +
      'Give it the id of a build or the full SHA that a run of this seed tells of, and this seed with --seed.'
    );
  return (
    `Nothing is built or deployed in the plan of seed ${plan.seed} by minute ${until ?? 0}` +
    `${only === undefined ? '' : ` that is of ${only}`}. Give --until a later minute, or leave it out.`
  );
}

function leavesSome(plan: Plan, narrowing: Narrowing): boolean {
  return narrow(plan, narrowing).entries.some(({ what }) => what === 'build' || what === 'deploy');
}
