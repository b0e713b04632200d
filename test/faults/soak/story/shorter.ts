import type { Fault } from '../checks/fault.js';
import type { Truth } from '../checks/truth.js';
import { minuteMs, type Plan } from '../plan/plan.js';
import { narrow, type Narrowing } from '../plan/narrow.js';

/** Time for what the last thing begins. */
const afterwardsMs = 3 * minuteMs;

/** Narrower plans that may show the same fault, the narrowest first; none when it is about nothing in particular. */
export function narrower(fault: Fault, plan: Plan, truth: Truth, narrowing: Narrowing): readonly Narrowing[] {
  const only = fault.sha ?? fault.build;
  const until = lastMinute(fault, plan, truth);
  const brief = until === undefined ? {} : { until };
  const candidates: Narrowing[] = [
    ...(only === undefined ? [] : [{ only, ...brief, calm: true }, { only, ...brief }, { only }]),
    { ...narrowing, ...brief },
  ];
  return candidates.filter(
    (one) => narrow(plan, one).entries.length < narrow(plan, narrowing).entries.length,
  );
}

/** The minute by which everything that concerns the fault has happened. */
function lastMinute({ atMs, build, sha }: Fault, plan: Plan, truth: Truth): number | undefined {
  const deploys = plan.entries.flatMap((entry) =>
    entry.what === 'deploy' && entry.deploy.sha === sha ? [entry.atMs] : [],
  );
  const changes = build === undefined ? [] : truth.changes(build).map((change) => change.atMs);
  const moments = [...deploys, ...changes, ...(atMs === undefined ? [] : [atMs])];
  if (moments.length === 0) return undefined;
  return Math.ceil((Math.max(...moments) + afterwardsMs - plan.startMs) / minuteMs);
}

/** The command that repeats a run. */
export function command(seed: number, { only, until, calm = false }: Narrowing): string {
  return [
    `npm run test:soak -- --seed ${seed}`,
    ...(only === undefined ? [] : [`--only ${only}`]),
    ...(until === undefined ? [] : [`--until ${until}`]),
    ...(calm ? ['--calm'] : []),
  ].join(' ');
}
