import type { ServiceDefinition } from '#libs/platform';
import { builds } from '../../builds/src/index.js';
import { connections } from '../../connections/src/index.js';
import { deploys } from '../../deploys/src/index.js';

/** Everything, for one process. */
export const services: readonly ServiceDefinition[] = [connections, builds, deploys];
