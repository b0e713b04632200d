import { build } from '../../../services/standalone/launcher/build.mjs';
import { install, node } from '../../../services/standalone/launcher/install.mjs';
import { run } from '../../../services/standalone/launcher/run.mjs';
import { patience } from '../../e2e/deployed/deployments.js';

/**
 * Kills and halts processes and engines while facts flow: `npm run test:kill -- [Jest's options …]`. KILLS=all is the
 * long form, of an hour.
 */
await install();
await build();
process.exitCode = await run(
  node,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    '--disable-warning=TimeoutNegativeWarning',
    'node_modules/jest/bin/jest.js',
    '--config=test/faults/deployed/jest.config.js',
    ...process.argv.slice(2),
  ],
  { TEST_DEPLOYMENT: 'two-of-each', TEST_PATIENCE: String(patience) },
);
