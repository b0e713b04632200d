import type { INestApplicationContext, Type } from '@nestjs/common';
import type { CollectionDefinition, Document, Documents } from '#libs/documents';
import type { ManagementRoutes } from './management/management-server.js';

/** A service as its entry file hands it to `runServices`. */
export interface ServiceDefinition {
  /** Also the name of its consumer group. */
  readonly name: 'connections' | 'builds' | 'deploys';
  readonly module: Type<unknown>;
  /** What its `@EventPattern(topic, transport)` handlers name, so that services in one process keep their consumer groups apart. */
  readonly transport: symbol;
  /** Collections that it needs; made at start on the embedded engine, by the provisioning step on a distributed one. */
  readonly collections: readonly CollectionDefinition<Document>[];
  /** More of them, whose names follow from what lies in those. */
  readonly collectionsInUse?: (documents: Documents) => Promise<readonly CollectionDefinition<Document>[]>;
  /** What it adds to the management port, for operators. */
  readonly management?: (app: Pick<INestApplicationContext, 'get'>) => ManagementRoutes;
}
