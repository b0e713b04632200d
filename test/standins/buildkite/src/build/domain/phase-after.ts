import type { CommitResolvedChange, ScriptStep } from './change.js';
import type { BuildPhase } from './phase.js';

const FULL_SHA = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const COMMIT_KEY = 'buildkite:git:commit';

const NOT_BLOCKED = { blocked: false, blockedState: '' } as const;

/** What the agent writes at the first checkout (buildkite/agent: internal/job/checkout_metadata.go). */
export function checkoutMetaData(commit: string): string {
  return `commit ${commit}\nabbrev-commit ${commit.slice(0, 7)}\nAuthor: Robin Example <robin@example.com>\n\n    Make it so\n`;
}

function running(phase: BuildPhase, atMs: number): BuildPhase {
  const started = {
    ...phase,
    ...NOT_BLOCKED,
    state: 'running',
    startedAtMs: phase.startedAtMs ?? atMs,
    finishedAtMs: null,
  };
  if (!FULL_SHA.test(phase.commit) || phase.metaData[COMMIT_KEY] !== undefined) return started;
  return { ...started, metaData: { ...phase.metaData, [COMMIT_KEY]: checkoutMetaData(phase.commit) } };
}

function resolved(phase: BuildPhase, { commit, shownIn = 'both' }: CommitResolvedChange): BuildPhase {
  return {
    ...phase,
    commit: shownIn === 'meta-data' ? phase.commit : commit,
    metaData:
      shownIn === 'commit' ? phase.metaData : { ...phase.metaData, [COMMIT_KEY]: checkoutMetaData(commit) },
  };
}

function finished(phase: BuildPhase, state: string, atMs: number): BuildPhase {
  return { ...phase, ...NOT_BLOCKED, state, finishedAtMs: atMs };
}

/**
 * The phase of a build once a step of its script has happened.
 * `failingAtMs` is never cleared, `finishedAtMs` is cleared and moves when a build is re-opened
 * (Buildkite docs: defining steps › Build timestamps, and recordings of re-opened builds).
 */
export function phaseAfter(phase: BuildPhase, step: ScriptStep): BuildPhase {
  const { atMs } = step;
  switch (step.change) {
    case 'scheduled':
      return {
        ...phase,
        ...NOT_BLOCKED,
        state: 'scheduled',
        scheduledAtMs: phase.scheduledAtMs ?? atMs,
        finishedAtMs: null,
      };
    case 'running':
      return running(phase, atMs);
    case 'failing': {
      const started = running(phase, atMs);
      return { ...started, state: 'failing', failingAtMs: phase.failingAtMs ?? atMs };
    }
    case 'passed':
    case 'failed':
    case 'canceled':
    case 'skipped':
    case 'not_run':
      return finished(phase, step.change, atMs);
    case 'blocked': {
      const blockedState = step.blockedState ?? 'passed';
      return { ...finished(phase, blockedState, atMs), blocked: true, blockedState };
    }
    case 'unblocked':
      return {
        ...phase,
        ...NOT_BLOCKED,
        state: phase.startedAtMs === null ? 'scheduled' : 'running',
        finishedAtMs: null,
      };
    case 'retried': {
      const again = running(phase, atMs);
      return step.movesStartedAt === true ? { ...again, startedAtMs: atMs } : again;
    }
    case 'canceling':
      return {
        ...phase,
        ...NOT_BLOCKED,
        state: 'canceling',
        cancelReason: step.reason ?? null,
        finishedAtMs: null,
      };
    case 'state':
      return { ...phase, ...NOT_BLOCKED, state: step.state, finishedAtMs: null };
    case 'commit-resolved':
      return resolved(phase, step);
    case 'meta-data-set':
      return { ...phase, metaData: { ...phase.metaData, [step.key]: step.value } };
    case 'deleted':
      return { ...phase, deleted: true };
  }
}
