import { build } from '../../services/standalone/launcher/build.mjs';
import { install, node } from '../../services/standalone/launcher/install.mjs';
import { run } from '../../services/standalone/launcher/run.mjs';

/** Runs Kafka, MongoDB and a stand-in for EventStoreDB until Ctrl-C; prints where they are. */
await install();
await build();
process.exitCode = await run(node, ['--disable-warning=TimeoutNegativeWarning', 'dist/test/engines/main.js']);
