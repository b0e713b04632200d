import { build } from '../services/standalone/launcher/build.mjs';
import { install, node } from '../services/standalone/launcher/install.mjs';
import { run } from '../services/standalone/launcher/run.mjs';

/** Runs the tests that need no server; arguments go to Jest, e.g. `npm test -- --selectProjects unit libs/bus`. */
await install();
await build();
process.exitCode = await run(node, [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
  ...process.argv.slice(2),
]);
