import { runServices } from '#libs/platform';
import { connections } from './index.js';

await runServices([connections]);
