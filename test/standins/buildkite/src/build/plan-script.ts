import { unreadable } from '../control/control-error.js';
import { instantOf } from '../control/instant-of.js';
import { iso } from '../instant/instant.js';
import type { ScriptStep } from './domain/change.js';
import type { StepSpec } from './build-spec.js';

/**
 * The steps of a script with their instants, in order; steps of the same instant keep their order.
 * Offsets count from `baseMs`; a step before `notBeforeMs` is refused with 400.
 */
export function planScript(
  steps: readonly StepSpec[],
  baseMs: number,
  notBeforeMs: number,
): readonly ScriptStep[] {
  const planned = steps.map(({ at, ...change }): ScriptStep => {
    const atMs = instantOf(at, baseMs, 'at');
    if (atMs < notBeforeMs) throw unreadable(`${change.change} at ${at} lies before ${iso(notBeforeMs)}`);
    return { ...change, atMs };
  });
  return planned.sort((a, b) => a.atMs - b.atMs);
}
