import { build } from './build.mjs';
import { install, node } from './install.mjs';
import { run } from './run.mjs';

const args = process.argv.slice(2);
const unknown = args.filter((argument) => argument !== '--demo');
if (unknown.length > 0) {
  process.stderr.write(`Unknown argument ${unknown.join(' ')}. Use: npm start, or npm start -- --demo\n`);
  process.exit(2);
}

await install();
await build();
const entry = args.includes('--demo') ? 'demo/main.js' : 'main.js';
process.exitCode = await run(node, [
  '--enable-source-maps',
  '--disable-warning=ExperimentalWarning',
  `dist/services/standalone/src/${entry}`,
]);
