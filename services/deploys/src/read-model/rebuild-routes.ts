import type { ManagementRoutes } from '#libs/platform';
import { RebuildRunning, type Rebuild } from './rebuild.js';

/** How an operator rebuilds the read model: on the management port. */
export function rebuildRoutes(rebuild: Rebuild): ManagementRoutes {
  return {
    'GET /rebuild': async () => ({ status: 200, body: rebuild.report }),
    'POST /rebuild': async () => {
      try {
        return { status: 200, body: await rebuild.run() };
      } catch (error) {
        if (error instanceof RebuildRunning) return { status: 409, body: { error: error.message } };
        throw error;
      }
    },
  };
}
