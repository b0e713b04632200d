import { build } from '../../../services/standalone/launcher/build.mjs';
import { install, node } from '../../../services/standalone/launcher/install.mjs';
import { run } from '../../../services/standalone/launcher/run.mjs';

/**
 * A long random run of the product against the Buildkite stand-in, everything in it decided by a seed:
 * `npm run test:soak -- --seed 4`, `--seeds 1-20`, `--only <SHA or build>`, `--until <minute>`, `--calm`, `--no-shrink`.
 */
await install();
await build();
process.exitCode = await run(node, [
  '--enable-source-maps',
  '--disable-warning=ExperimentalWarning',
  'dist/test/faults/soak/main.js',
  ...process.argv.slice(2),
]);
