import type { BuildRecord } from '../../build/domain/build-record.js';
import { firstJobs, jobsAfter } from '../../build/domain/jobs-at.js';
import { phaseAfter } from '../../build/domain/phase-after.js';
import { effectiveState, firstPhase, type BuildPhase } from '../../build/domain/phase.js';
import type { WebhookEvent } from '../webhook.js';
import { jobEvents, type JobOfBuild } from './job-events.js';

/** Something that a script makes happen and that Buildkite tells its webhooks. */
export interface ScriptEvent {
  readonly event: WebhookEvent;
  /** Epoch milliseconds. */
  readonly atMs: number;
  /** Of job events alone. */
  readonly job: JobOfBuild | null;
}

const OF_STATE: Readonly<Record<string, WebhookEvent | undefined>> = {
  scheduled: 'build.scheduled',
  running: 'build.running',
  failing: 'build.failing',
  passed: 'build.finished',
  failed: 'build.finished',
  canceled: 'build.finished',
  blocked: 'build.finished',
  skipped: 'build.skipped',
};

/** A build begins before its jobs do, and ends after them. */
const BEFORE_ITS_JOBS: ReadonlySet<WebhookEvent> = new Set(['build.scheduled', 'build.running']);

/** What Buildkite sends of a build: nothing of one that is canceling or was not run (Buildkite docs: Webhooks › Build events). */
function buildEvent(before: BuildPhase, after: BuildPhase): WebhookEvent | undefined {
  const state = effectiveState(after);
  return state === effectiveState(before) ? undefined : OF_STATE[state];
}

/** The events of a script's steps from the position `from` up to, not including, `until`; none once the build is deleted. */
export function scriptEvents(build: BuildRecord, from: number, until: number): readonly ScriptEvent[] {
  const events: ScriptEvent[] = [];
  let [phase, jobs] = [firstPhase(build), firstJobs(build)];
  for (const [position, step] of build.script.slice(0, until).entries()) {
    const [phaseBefore, jobsBefore] = [phase, jobs];
    phase = phaseAfter(phase, step);
    jobs = jobsAfter(jobs, step);
    if (phase.deleted) break;
    if (position < from) continue;
    const { atMs } = step;
    const event = buildEvent(phaseBefore, phase);
    const ofBuild = event === undefined ? [] : [{ event, atMs, job: null }];
    const ofJobs = jobEvents(jobsBefore, jobs).map((told) => ({ ...told, atMs }));
    const isFirst = event !== undefined && BEFORE_ITS_JOBS.has(event);
    events.push(...(isFirst ? [...ofBuild, ...ofJobs] : [...ofJobs, ...ofBuild]));
  }
  return events;
}
