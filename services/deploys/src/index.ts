import type { ServiceDefinition } from '#libs/platform';
import { awaitedSnapshots } from './build-snapshot/awaited-snapshots.js';
import { claimedCommands } from './deploy/claimed-commands.js';
import { DeploysModule } from './deploys.module.js';
import { definitionsOf } from './read-model/collections.js';
import { activeGeneration, generationPointers } from './read-model/generation-pointer.js';
import { Rebuild } from './read-model/rebuild.js';
import { rebuildRoutes } from './read-model/rebuild-routes.js';
import { DEPLOYS } from './transport.js';

/** Projects, code deployments, deploys and the build snapshots of deploys. */
export const deploys: ServiceDefinition = {
  name: 'deploys',
  module: DeploysModule,
  transport: DEPLOYS,
  collections: [awaitedSnapshots, claimedCommands, generationPointers],
  collectionsInUse: async (documents) => definitionsOf(await activeGeneration(documents)),
  management: (app) => rebuildRoutes(app.get(Rebuild)),
};
