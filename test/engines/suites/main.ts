import { startEngines } from '../start-engines.js';
import { findSuites } from './find-suites.js';
import { jestArguments, narrow, readArguments } from './arguments.js';
import { runJest } from './run-jest.js';
import { divide } from './suites.js';

/** Runs the tests that need servers with the engines at hand, and says which were left out. */
const { parts, forJest } = readArguments(process.argv.slice(2));
const files = narrow(await findSuites(), parts);
if (files.length === 0) {
  process.stderr.write(`No test that runs here has ${parts.join(' or ')} in its path.\n`);
  process.exit(1);
}

const engines = await startEngines();
const { run, leftOut } = divide(files, engines.unavailable);
const code = run.length === 0 ? 0 : await runJest(jestArguments(run, forJest), engines.env);
await engines.stop();

for (const suite of leftOut) process.stderr.write(`Left out: ${suite}\n`);
const required = process.env['REQUIRE_ENGINES'] === '1';
process.exitCode = code === 0 && required && leftOut.length > 0 ? 1 : code;
