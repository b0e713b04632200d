import 'reflect-metadata';
import { readConfig } from './settings/read-config.js';
import { startStandIn } from './start.js';
import { stopWhenTold } from './stop-when-told.js';

const standIn = await startStandIn(readConfig(process.env, Date.now()));
stopWhenTold(process, standIn, (code) => process.exit(code));
process.stdout.write(`${JSON.stringify({ listening: standIn.url })}\n`);
