import { build } from '../services/standalone/launcher/build.mjs';
import { install, node } from '../services/standalone/launcher/install.mjs';
import { run } from '../services/standalone/launcher/run.mjs';

/** Runs the tests that need no server; arguments go to Jest, e.g. `npm test -- --selectProjects unit`. */
const args = process.argv.slice(2);
const everyProject = args.some((argument) => argument.startsWith('--selectProjects'))
  ? []
  : ['--selectProjects', 'unit', 'end-to-end'];

await install();
await build();
process.exitCode = await run(node, [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
  ...args,
  ...everyProject,
]);
