import fc from 'fast-check';
import type { ObservedJob } from '#libs/contracts';
import { aJob } from '#libs/contracts/testing';
import { aJobsLook, iso } from '../testing/facts.js';
import { epoch } from '../testing/history.js';
import { patience, runs } from '../testing/runs.js';
import { jobsAt } from './jobs-at.js';

const cases = 1000;
const second = 1000;

/** What really happened to one attempt: waits of milliseconds until it is created, starts and ends, and how it ends. */
interface Attempt {
  readonly create: number;
  readonly start: number | null;
  readonly end: number | null;
  readonly ending: string;
}

const wait = fc.nat({ max: 6 * second });
const attempt: fc.Arbitrary<Attempt> = fc.record({
  create: wait,
  start: fc.option(wait, { freq: 4 }),
  end: fc.option(wait, { freq: 4 }),
  ending: fc.constantFrom('passed', 'failed', 'canceled', 'timed_out'),
});
/** Steps, each an attempt and its retries, one behind the other. */
const steps = fc.array(fc.array(attempt, { minLength: 1, maxLength: 3 }), { maxLength: 4 });

interface Scripted extends ObservedJob {
  readonly createdMs: number;
}

/** The attempts of a step with all that ever happens to them; one that never ends is never retried. */
function scripted(attempts: readonly Attempt[], step: number): Scripted[] {
  let now = epoch;
  const jobs: Scripted[] = [];
  for (const [index, { create, start, end, ending }] of attempts.entries()) {
    const createdMs = now + create;
    const startedMs = start === null ? null : createdMs + start;
    const endedMs = end === null ? null : (startedMs ?? createdMs) + end;
    jobs.push({
      ...aJob({ id: `${step}/${index}`, name: `Step ${step}`, state: ending, softFailed: index % 2 === 1 }),
      createdMs,
      createdAt: iso(createdMs),
      startedAt: startedMs === null ? null : iso(startedMs),
      finishedAt: endedMs === null ? null : iso(endedMs),
    });
    if (endedMs === null) break;
    now = endedMs;
  }
  return jobs.map((job, index) => ({ ...job, retriedIn: jobs[index + 1]?.id ?? null }));
}

/** What Buildkite shows at an instant: of what has not happened yet, nothing. */
function shownAt(all: readonly Scripted[], instant: number): ObservedJob[] {
  const there = all.filter(({ createdMs }) => createdMs <= instant);
  const ids = new Set(there.map(({ id }) => id));
  const by = (time: string | null) => (time !== null && Date.parse(time) <= instant ? time : null);
  return there.map(({ createdMs: _createdMs, ...job }) => {
    const [startedAt, finishedAt] = [by(job.startedAt), by(job.finishedAt)];
    return {
      ...job,
      startedAt,
      finishedAt,
      state: finishedAt === null ? (startedAt === null ? 'assigned' : 'canceling') : job.state,
      softFailed: finishedAt !== null && job.softFailed,
      exitStatus: finishedAt === null ? null : job.exitStatus,
      retriedIn: job.retriedIn !== null && ids.has(job.retriedIn) ? job.retriedIn : null,
    };
  });
}

const history = fc.record({
  all: steps.map((some) => some.flatMap(scripted)),
  deployed: fc.nat({ max: 20 }).map((seconds) => epoch + seconds * second),
  later: fc.tuple(fc.nat({ max: 20 * second }), fc.nat({ max: 20 * second })),
});

describe('The jobs of a build at T', () => {
  it(
    'are the same whenever they were looked at from T on',
    () => {
      fc.assert(
        fc.property(history, ({ all, deployed, later: [one, other] }) => {
          const seenAfter = (ms: number) => {
            const look = aJobsLook(iso(deployed), { jobs: shownAt(all, deployed + ms) });
            return jobsAt(look, iso(deployed));
          };
          expect(seenAfter(one)).toEqual(seenAfter(other));
        }),
        { numRuns: runs(cases) },
      );
    },
    patience(cases),
  );

  it(
    'are what the script says that they were',
    () => {
      fc.assert(
        fc.property(history, ({ all, deployed, later: [ms] }) => {
          const look = aJobsLook(iso(deployed), { jobs: shownAt(all, deployed + ms) });
          const words: Record<string, string> = { assigned: 'scheduled', canceling: 'running' };
          const really = shownAt(all, deployed).map(({ id, state }) => `${id} ${words[state] ?? state}`);
          const { items } = jobsAt(look, iso(deployed));
          const told = items.flatMap(({ earlier, ...last }) => [...earlier, last]);
          expect(told.map(({ id, state }) => `${id} ${state}`)).toEqual(really);
          for (const { startedAt, finishedAt } of told)
            for (const time of [startedAt, finishedAt])
              expect(Date.parse(time ?? iso(0))).toBeLessThanOrEqual(deployed);
        }),
        { numRuns: runs(cases) },
      );
    },
    patience(cases),
  );
});
