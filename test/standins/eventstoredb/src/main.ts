import { stopWhenTold } from '../../buildkite/src/stop-when-told.js';
import { readConfig } from './settings/read-config.js';
import { startStandIn } from './start.js';

const standIn = await startStandIn(readConfig(process.env));
stopWhenTold(process, standIn, (code) => process.exit(code));
const { url, controlUrl, cutBytes } = standIn;
process.stdout.write(
  `${JSON.stringify({ listening: url, control: controlUrl, cutBytes, note: 'A stand-in for EventStoreDB, for tests only.' })}\n`,
);
