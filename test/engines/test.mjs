import { build } from '../../services/standalone/launcher/build.mjs';
import { install, node } from '../../services/standalone/launcher/install.mjs';
import { run } from '../../services/standalone/launcher/run.mjs';

/**
 * Runs the tests that need servers, and beside them the contract suites on the embedded engines:
 * `npm run test:engines -- [part of a file's path …] [Jest's options …]`.
 */
await install();
await build();
process.exitCode = await run(node, [
  '--disable-warning=TimeoutNegativeWarning',
  'dist/test/engines/suites/main.js',
  ...process.argv.slice(2),
]);
