import type { Engines } from './start-engines.js';

/** Lines that a shell takes, one a variable, in the order of their names. */
export function exportLines(env: Engines['env']): string {
  return Object.entries(env)
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'\n`)
    .join('');
}
