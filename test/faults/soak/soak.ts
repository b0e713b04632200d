import { allChecks } from './checks/all-checks.js';
import type { Check, Fault } from './checks/fault.js';
import { asText, certainties } from './checks/shares.js';
import { Truth } from './checks/truth.js';
import { narrow, type Narrowing } from './plan/narrow.js';
import { planOf } from './plan/plan-of.js';
import { runPlan } from './play/run-plan.js';
import type { SeedReport } from './report.js';
import { command, narrower } from './story/shorter.js';
import { story } from './story/story.js';

/** A fault and what happened around it. */
interface Story {
  readonly check: string;
  readonly fault: Fault;
  readonly lines: readonly string[];
}

/** What one run of a plan came to. */
interface Run {
  readonly checks: readonly Check[];
  readonly storyOf: (check: string, fault: Fault) => Story;
  readonly summary: string;
}

export interface Soak {
  readonly seed: number;
  readonly narrowing: Narrowing;
  readonly shrinks: boolean;
  /** Hears how far it is. */
  readonly progress: (text: string) => void;
  /** Hears what came of it, line by line. */
  readonly say: (line: string) => void;
}

const toldFaults = 2;

/** Plays the plan of a seed, checks what it left, and tells the shortest story of what went wrong. */
export async function soak({ seed, narrowing, shrinks, progress, say }: Soak): Promise<SeedReport> {
  const run = await runOnce(seed, narrowing, progress);
  say(`Seed ${seed}: ${run.summary}`);
  const stories = run.checks.flatMap(({ name, faults }) =>
    faults.slice(0, toldFaults).map((fault) => run.storyOf(name, fault)),
  );
  for (const one of stories) tell(one, say);
  const [first] = stories;
  if (first !== undefined) {
    const shorter = shrinks ? await shorten(seed, narrowing, first, progress) : undefined;
    say(`  Again: ${command(seed, shorter?.narrowing ?? narrowing)}`);
    if (shorter !== undefined) tell(shorter.story, say);
  }
  return { seed, checks: run.checks };
}

function tell({ fault, lines }: Story, say: Soak['say']): void {
  say(`  ${fault.what}`);
  for (const line of lines) say(`    ${line}`);
}

/** The narrowest plan that still leads to the fault, and its story there. */
async function shorten(
  seed: number,
  narrowing: Narrowing,
  { check, fault }: Story,
  progress: (text: string) => void,
): Promise<{ readonly narrowing: Narrowing; readonly story: Story } | undefined> {
  const plan = planOf(seed);
  for (const less of narrower(fault, plan, new Truth(plan), narrowing)) {
    progress(`trying ${command(seed, less)}`);
    const { checks, storyOf } = await runOnce(seed, less, progress);
    const faults = checks.find(({ name }) => name === check)?.faults ?? [];
    const again = faults.find((other) => isLike(other, fault));
    if (again !== undefined) return { narrowing: less, story: storyOf(check, again) };
  }
  return undefined;
}

/** Ids of deploys differ from run to run; commits and builds do not. */
function isLike(one: Fault, other: Fault): boolean {
  return one.sha === other.sha && one.build === other.build;
}

async function runOnce(seed: number, narrowing: Narrowing, progress: (text: string) => void): Promise<Run> {
  const plan = narrow(planOf(seed), narrowing);
  const truth = new Truth(plan);
  const outcome = await runPlan(plan, progress);
  const checks = allChecks(outcome, truth);
  const { requestCount, kills, revisions } = outcome;
  return {
    checks,
    storyOf: (check, fault) => ({ check, fault, lines: story(fault, outcome, truth) }),
    summary:
      `${asText(certainties(revisions))}; ${requestCount} requests, ${kills} kills, ` +
      `${revisions.length} revisions, ${[...outcome.looks.values()].flat().length} looks`,
  };
}
