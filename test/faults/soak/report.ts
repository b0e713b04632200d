import type { Check } from './checks/fault.js';

/** What came of one seed. */
export interface SeedReport {
  readonly seed: number;
  readonly checks: readonly Check[];
  /** Why the run itself broke off; undefined when it did not. */
  readonly brokenOff?: string;
}

/** The figures as Jest writes them with `--json`. */
export interface Figures {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  /** Runs that broke off. */
  readonly numRuntimeErrorTestSuites: number;
}

/** Every check of every seed counts as one test. */
export function figures(reports: readonly SeedReport[]): Figures {
  const checks = reports.flatMap((report) => report.checks);
  const numFailedTests = checks.filter(({ faults }) => faults.length > 0).length;
  const numRuntimeErrorTestSuites = reports.filter(({ brokenOff }) => brokenOff !== undefined).length;
  return {
    success: numFailedTests + numRuntimeErrorTestSuites === 0 && checks.length > 0,
    numPassedTests: checks.length - numFailedTests,
    numFailedTests,
    numRuntimeErrorTestSuites,
  };
}

/** The last line: `N passed, N failed`. */
export function lastLine({ numPassedTests, numFailedTests, numRuntimeErrorTestSuites }: Figures): string {
  return `${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites} failed`;
}

/** One line for each check, with the first of what was found against it. */
export function checkLines({ checks, brokenOff }: SeedReport): readonly string[] {
  return [
    ...checks.flatMap(({ name, faults }) => [
      `  ${faults.length === 0 ? '✓' : '✗'} ${name}${faults.length === 0 ? '' : `: ${faults.length} faults`}`,
      ...faults.slice(0, shownFaults).map(({ what }) => `      ${what}`),
    ]),
    ...(brokenOff === undefined ? [] : [`  ✗ it broke off: ${brokenOff}`]),
  ];
}

const shownFaults = 3;
