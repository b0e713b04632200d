/** How many cases a property is tried with: SNAPSHOT_RULE_RUNS where it is set, for a long run, else the given number. */
export function runs(usual: number): number {
  return longRun() ?? Math.ceil(usual);
}

/** The number of cases that a long run was asked for, if one was. */
export function longRun(): number | undefined {
  const asked = Number(process.env['SNAPSHOT_RULE_RUNS'] ?? '');
  return Number.isInteger(asked) && asked > 0 ? asked : undefined;
}

/** Milliseconds that a property may take: plenty, so that only a hang is caught. */
export function patience(usual: number): number {
  return 30_000 + runs(usual) * 10;
}
