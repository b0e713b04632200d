import { runServices } from '#libs/platform';
import { deploys } from './index.js';

await runServices([deploys]);
