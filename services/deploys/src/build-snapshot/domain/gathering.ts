import type { CommitLookedUp } from '#libs/contracts';
import { notAfter, wholeSecond } from './instants.js';
import type { Look } from './look.js';
import type { DeployedCommit } from './ties.js';

/** `collecting` until a look-up from T on has come with every build that it names, then `ready`. */
export type GatherStatus = 'collecting' | 'ready';

/** The facts that a snapshot is made of. */
export interface GatheredFacts {
  /** The deploy: what ties builds to it, and T. */
  readonly deploy: DeployedCommit & { readonly deployedAt: string };
  /** The connection that serves the deploy. */
  readonly connection: string;
  /** Looks at its builds, unresolved ones too; others do no harm. */
  readonly looks: readonly Look[];
  /** Look-ups of its SHA; others do no harm. */
  readonly lookUps: readonly CommitLookedUp[];
}

/** Whether the facts are enough for a snapshot. */
export function gatherStatus(facts: GatheredFacts): GatherStatus {
  return wholeLookUps(facts).length > 0 ? 'ready' : 'collecting';
}

/** Whether no Buildkite organization refused: in one of the look-ups from T on that have come with all their builds. */
export function isComplete(facts: GatheredFacts): boolean {
  return wholeLookUps(facts).some(({ refused }) => refused.length === 0);
}

function wholeLookUps({ deploy, connection, looks, lookUps }: GatheredFacts): CommitLookedUp[] {
  const time = wholeSecond(deploy.deployedAt);
  const fromDeployOn = (fact: Look | CommitLookedUp): boolean =>
    fact.organization === deploy.organization &&
    fact.connection === connection &&
    notAfter(time, fact.lookedAt);
  const seen = new Set(looks.filter(fromDeployOn).map(({ build }) => build.id));
  return lookUps.filter(
    (lookUp) =>
      fromDeployOn(lookUp) && lookUp.sha === deploy.sha && lookUp.builds.every((id) => seen.has(id)),
  );
}
