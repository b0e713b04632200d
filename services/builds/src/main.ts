import { runServices } from '#libs/platform';
import { builds } from './index.js';

await runServices([builds]);
