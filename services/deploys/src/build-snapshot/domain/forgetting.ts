import { millis } from './instants.js';
import type { Look } from './look.js';

const dayMs = 24 * 3_600_000;

/**
 * When the look is forgotten unless a deploy of its build's SHA has been registered by then: some days behind the
 * build's creation, and for a look at a build that is older already, a day behind the look. Milliseconds since 1970.
 */
export function forgottenAt({ build, lookedAt }: Look, rememberForMs: number): number {
  return Math.max(millis(build.createdAt) + rememberForMs, millis(lookedAt) + dayMs);
}

/**
 * The looks that are not forgotten: a pure function of the facts, so that it does not matter whether the forgotten ones
 * lie in the read model still, or came back with a rebuild. That a deploy is deleted brings no look back and takes none
 * away: the snapshots of the other deploys of its SHA stay as they are.
 * @param looks looks at builds of one SHA
 * @param registeredAts when the deploys of that SHA were registered, those deleted since too: RFC 3339, UTC
 * @param rememberForMs how long builds are remembered that nobody deploys, in milliseconds
 */
export function remembered<Kept extends Look>(
  looks: readonly Kept[],
  registeredAts: readonly string[],
  rememberForMs: number,
): Kept[] {
  const first = Math.min(...registeredAts.map(millis));
  return looks.filter((look) => first <= forgottenAt(look, rememberForMs));
}

/** Whether no deploy can refer to the look any more, given that facts come no later than a day behind their time. */
export function isForgotten(
  look: Look,
  registeredAts: readonly string[],
  rememberForMs: number,
  now: Date,
): boolean {
  return (
    now.getTime() > forgottenAt(look, rememberForMs) + dayMs &&
    remembered([look], registeredAts, rememberForMs).length === 0
  );
}
