import { runToEnd } from '../process/run-to-end.js';
import { toldToEnd } from '../process/told-to-end.js';
import { startEngines } from '../start-engines.js';
import { jestArguments, narrow, readArguments } from './arguments.js';
import { findSuites } from './find-suites.js';
import { divide } from './suites.js';

/** Runs the tests that need servers with the engines at hand, and says which were left out. */
const telling = toldToEnd();
const { parts, forJest } = readArguments(process.argv.slice(2));
const files = narrow(await findSuites(), parts);
if (files.length === 0) {
  process.stderr.write(`No test that runs here has ${parts.join(' or ')} in its path.\n`);
  process.exit(1);
}

const engines = await startEngines();
const { run, leftOut } = divide(files, engines.unavailable);
const nothing = run.length === 0 || telling.isTold;
const code = nothing ? 0 : await runToEnd(process.execPath, jestArguments(run, forJest), engines.env);
await engines.stop();

for (const suite of leftOut) process.stderr.write(`Left out: ${suite}\n`);
const lacking = process.env['REQUIRE_ENGINES'] === '1' && leftOut.length > 0;
process.exitCode = code === 0 && (lacking || telling.isTold) ? 1 : code;
