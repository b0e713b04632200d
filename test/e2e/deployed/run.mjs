import { build } from '../../../services/standalone/launcher/build.mjs';
import { install, node } from '../../../services/standalone/launcher/install.mjs';
import { root, run } from '../../../services/standalone/launcher/run.mjs';
import { deployments, leftOut, patience } from './deployments.js';

/**
 * Runs the end-to-end suite on separate processes over the distributed engines, once for each deployment:
 * `npm run test:e2e:engines -- [Jest's options …]`. TEST_DEPLOYMENT runs it for one of them only; engines that the
 * environment names are used, the others are started. With --outputFile each run writes a file of its own.
 */
const chosen = process.env.TEST_DEPLOYMENT;
if (chosen !== undefined && !deployments.includes(chosen)) {
  process.stderr.write(`TEST_DEPLOYMENT must be one of ${deployments.join(', ')}.\n`);
  process.exit(2);
}
await install();
await build();
const { startEngines } = await import(new URL('dist/test/engines/index.js', root).href);
const engines = await startEngines();
process.exitCode = engines.unavailable.length > 0 ? leaveOut(engines.unavailable) : await runAll(engines.env);
await engines.stop();

/** @returns the exit code of a run that did nothing */
function leaveOut(unavailable) {
  for (const { message } of unavailable) process.stderr.write(`✗ ${message}\n`);
  process.stderr.write('Left out: the end-to-end suite on separate processes.\n');
  return process.env.REQUIRE_ENGINES === '1' ? 1 : 0;
}

async function runAll(env) {
  const codes = [];
  for (const deployment of chosen === undefined ? deployments : [chosen]) {
    const code = await run(node, jest(deployment), {
      ...env,
      TEST_DEPLOYMENT: deployment,
      TEST_PATIENCE: String(patience),
    });
    for (const [file, reason] of Object.entries(leftOut))
      process.stderr.write(`Left out on ${deployment}: ${file} (${reason})\n`);
    process.stderr.write(`${code === 0 ? '✓' : '✗'} The end-to-end suite on ${deployment}\n`);
    codes.push(code);
  }
  return Math.max(...codes);
}

function jest(deployment) {
  const args = process.argv
    .slice(2)
    .map((arg) => arg.replace(/^(--outputFile=.*?)(\.json)?$/, `$1.${deployment}.json`));
  return [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    '--disable-warning=TimeoutNegativeWarning',
    'node_modules/jest/bin/jest.js',
    '--config=test/e2e/deployed/jest.config.js',
    ...args,
  ];
}
