import { runServices } from '#libs/platform';
import { services } from './services.js';

await runServices(services);
