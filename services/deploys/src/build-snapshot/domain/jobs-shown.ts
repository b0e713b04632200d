import type { JobAt, JobsAt } from './jobs-at.js';

/** What a page has room for, over all builds, and for one build. */
const mostInAll = 2_000;
const mostOfBuild = 100;
const leastOfBuild = 5;

/** How many jobs of each build a page of so many builds shows. */
export function jobsPerBuild(builds: number): number {
  return Math.min(mostOfBuild, Math.max(leastOfBuild, Math.floor(mostInAll / Math.max(1, builds))));
}

/** At most so many of the jobs, those that failed the build before others; they keep their order, and the counts stay. */
export function jobsShown(jobs: JobsAt, most: number): JobsAt {
  if (jobs.items.length <= most) return jobs;
  const telling = [...jobs.items.filter(hasFailed), ...jobs.items.filter((job) => !hasFailed(job))];
  const kept = new Set(telling.slice(0, most));
  const left = jobs.items.filter((job) => !kept.has(job));
  const omitted = left.reduce((sum, { attempts }) => sum + attempts, jobs.omitted);
  return { ...jobs, omitted, items: jobs.items.filter((job) => kept.has(job)) };
}

const failures = new Set(['failed', 'timed_out', 'expired']);

function hasFailed({ state, softFailed }: JobAt): boolean {
  return failures.has(state) && !softFailed;
}
