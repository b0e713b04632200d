import { exportLines } from './export-lines.js';
import { toldToEnd } from './process/told-to-end.js';
import { startEngines } from './start-engines.js';

/** Starts the engines, says where they are, and ends them at Ctrl-C. */
const { told } = toldToEnd();
const awake = setInterval(() => undefined, 60_000);
const engines = await startEngines();
for (const { message } of engines.unavailable) process.stderr.write(`✗ ${message}\n`);
process.stdout.write(exportLines(engines.env));
process.stderr.write('Ctrl-C ends them.\n');

const ended = await Promise.race([told, engines.ended()]);
if (ended !== undefined) process.stderr.write(`✗ ${ended} has ended by itself; the others are ended now.\n`);
await engines.stop();
clearInterval(awake);
process.exitCode = ended === undefined ? 0 : 1;
