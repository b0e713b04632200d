import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { CallGate } from './call/call-gate.js';
import { DemoWorld } from './demo/demo-world.js';
import type { StandInConfig } from './settings/read-config.js';
import { Settings } from './settings/settings.js';
import { StandInModule } from './stand-in.module.js';
import { WorldFile } from './world/world-file.js';

/** A stand-in that answers. */
export interface RunningStandIn {
  /** Scheme, host and port; the API begins at `/v2`, the control API at `/_control`. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Starts a stand-in in this process; resolves when it answers. */
export async function startStandIn(config: StandInConfig): Promise<RunningStandIn> {
  const app = await NestFactory.create<NestExpressApplication>(StandInModule.of(config), {
    bodyParser: false,
    forceCloseConnections: true,
    logger: ['error', 'fatal'],
    abortOnError: false,
  });
  app.disable('x-powered-by');
  app.set('etag', false);
  const gate = app.get(CallGate);
  app.use((request: Request, response: Response, next: NextFunction) => {
    gate.pass(request, response, next).catch(next);
  });
  app.useBodyParser('json', { limit: '64mb' });
  app.get(Settings).change(config.settings);
  await app.get(WorldFile).load();
  if (config.seed === 'demo') await app.get(DemoWorld).seed(config.demoToken);
  await app.listen(config.port, config.host);
  const { address, family, port } = app.getHttpServer().address() as AddressInfo;
  const host = family === 'IPv6' ? `[${address}]` : address;
  return { url: `http://${host}:${String(port)}`, close: () => app.close() };
}
