import { runProvision } from '#libs/platform';
import { services } from '../services.js';

await runProvision(services);
