import type { ObservedJob } from '#libs/contracts';

/** A job and its retries, the first attempt first. */
export type JobStep = readonly [ObservedJob, ...ObservedJob[]];

/** The jobs put together by what was retried in what, in the order in which their first attempts come. */
export function jobSteps(jobs: readonly ObservedJob[]): JobStep[] {
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const repeated = new Set(jobs.map(({ retriedIn }) => retriedIn));
  const taken = new Set<string>();
  const stepFrom = (first: ObservedJob): JobStep => {
    taken.add(first.id);
    const step: [ObservedJob, ...ObservedJob[]] = [first];
    for (let next = after(first); next !== undefined && !taken.has(next.id); next = after(next)) {
      taken.add(next.id);
      step.push(next);
    }
    return step;
  };
  const after = ({ retriedIn }: ObservedJob) => (retriedIn === null ? undefined : byId.get(retriedIn));

  const isFirst = ({ id }: ObservedJob) => !repeated.has(id);
  const steps = jobs.filter(isFirst).map(stepFrom);
  const inCircles = jobs.flatMap((job) => (taken.has(job.id) ? [] : [stepFrom(job)]));
  return [...steps, ...inCircles];
}
