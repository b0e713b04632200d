import 'reflect-metadata';
import { readConfig } from './settings/read-config.js';
import { startStandIn } from './start.js';

const standIn = await startStandIn(readConfig(process.env, Date.now()));
process.stdout.write(`${JSON.stringify({ listening: standIn.url })}\n`);

let stopping: Promise<void> | undefined;
function stop(): void {
  stopping ??= standIn.close().then(() => process.exit(0));
}

process.once('SIGTERM', stop);
process.once('SIGINT', stop);
process.once('disconnect', stop);
