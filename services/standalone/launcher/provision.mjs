import { build } from './build.mjs';
import { install, node } from './install.mjs';
import { run } from './run.mjs';

/** Makes the topics, collections and settings that the services need at the engines that the environment names. */
await install();
await build();
process.exitCode = await run(node, [
  '--enable-source-maps',
  '--disable-warning=ExperimentalWarning',
  'dist/services/standalone/src/provision/main.js',
]);
