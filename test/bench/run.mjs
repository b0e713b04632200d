import { spawn } from 'node:child_process';
import { install, node } from '../../services/standalone/launcher/install.mjs';
import { root, run, step } from '../../services/standalone/launcher/run.mjs';

/** Runs the benchmark; `--json` prints one JSON object on standard output and nothing else. */
await install();
await step('Building', buildQuietly, 'Run npm run build to see why.');
process.exitCode = await run(node, [
  '--disable-warning=ExperimentalWarning',
  'dist/test/bench/src/main.js',
  ...process.argv.slice(2),
]);

/** Standard output is for the result alone. */
function buildQuietly() {
  return new Promise((resolve, reject) => {
    const nest = 'node_modules/@nestjs/cli/bin/nest.js';
    const child = spawn(node, [nest, 'build', 'standalone'], { cwd: root, stdio: ['ignore', 2, 2] });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
