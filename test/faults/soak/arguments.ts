import { parseArgs } from 'node:util';
import type { Narrowing } from './plan/narrow.js';
import { nothingLeft } from './plan/nothing-left.js';
import { planOf } from './plan/plan-of.js';

/** What the command line asks for. */
export interface SoakArguments {
  readonly seeds: readonly number[];
  readonly narrowing: Narrowing;
  /** Whether a failing run is repeated with less. */
  readonly shrinks: boolean;
  /** Where the figures are written as Jest would write them. */
  readonly outputFile: string | undefined;
}

/**
 * Reads `--seed 4`, `--seeds 1-20`, `--only <SHA or build>`, `--until <minute>`, `--calm`, `--no-shrink`, and
 * `--json --outputFile=<file>` as Jest understands them. Without a seed: seed 1.
 * @throws Error that says what cannot be understood, or which seed's plan has nothing of what it is narrowed to
 */
export function readArguments(args: readonly string[]): SoakArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      seeds: { type: 'string' },
      only: { type: 'string' },
      until: { type: 'string' },
      calm: { type: 'boolean' },
      'no-shrink': { type: 'boolean' },
      json: { type: 'boolean' },
      outputFile: { type: 'string' },
    },
  });
  if (values.json === true && values.outputFile === undefined)
    throw new Error('--json needs --outputFile=<file>.');
  const seeds =
    values.seeds === undefined ? [wholeNumber('--seed', values.seed ?? '1')] : range(values.seeds);
  const narrowing: Narrowing = {
    ...(values.only !== undefined && { only: values.only }),
    ...(values.calm === true && { calm: true }),
    ...(values.until !== undefined && { until: wholeNumber('--until', values.until) }),
  };
  for (const seed of seeds) checkThatSomethingIsLeft(seed, narrowing);
  return {
    seeds,
    narrowing,
    shrinks: values['no-shrink'] !== true,
    outputFile: values.outputFile,
  };
}

function checkThatSomethingIsLeft(seed: number, narrowing: Narrowing): void {
  if (narrowing.only === undefined && narrowing.until === undefined) return;
  const why = nothingLeft(planOf(seed), narrowing);
  if (why !== undefined) throw new Error(why);
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${name} is not a whole number: ${text}`);
  return Number(text);
}

/** `3-5`: 3, 4 and 5. */
function range(text: string): readonly number[] {
  const [, first, last] = /^(\d{1,9})-(\d{1,9})$/.exec(text) ?? [];
  const from = Number(first);
  const count = Number(last) - from + 1;
  if (first === undefined || count < 1) throw new Error(`--seeds is not a range such as 1-20: ${text}`);
  return Array.from({ length: count }, (_, index) => from + index);
}
