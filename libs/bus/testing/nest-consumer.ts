import { Test } from '@nestjs/testing';
import type { INestApplication, ModuleMetadata } from '@nestjs/common';
import type { BusServer } from '../transport/bus-server.js';

/** A Nest application with these controllers and servers, not started yet. */
export async function nestApplication(
  metadata: ModuleMetadata,
  servers: readonly BusServer[],
): Promise<INestApplication> {
  const module = await Test.createTestingModule(metadata).compile();
  const app = module.createNestApplication({ logger: false });
  for (const server of servers) server.connectTo(app);
  return app;
}
