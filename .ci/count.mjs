import { readFileSync } from 'node:fs';

/** Adds up the reports that Jest wrote (--json) and prints the sum as the last line. */
const reports = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')));
const sum = (field) => reports.reduce((total, report) => total + report[field], 0);
const failed = sum('numFailedTests') + sum('numRuntimeErrorTestSuites');
process.stdout.write(`${sum('numPassedTests')} passed, ${failed} failed\n`);
process.exit(failed === 0 && sum('numPassedTests') > 0 ? 0 : 1);
