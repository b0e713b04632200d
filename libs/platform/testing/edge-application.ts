import { Module, type INestApplication, type Provider, type Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Registry } from 'prom-client';
import type { ApiKeyEntry } from '../access/api-key-entry.js';
import { Authenticator } from '../access/authenticator.js';
import type { Server } from 'node:http';
import type { Clock } from '../clock.js';
import { HttpEdgeModule, prepareHttpEdge } from '../http/http-edge.js';
import type { Log } from '../log.js';
import { nestLog } from '../logging/nest-log.js';
import { CLOCK, LOG, METRICS } from '../tokens.js';
import { ManualClock } from './manual-clock.js';
import { RecordingLog } from './recording-log.js';

export interface EdgeApplicationOptions {
  readonly controllers: readonly Type<unknown>[];
  readonly providers?: readonly Provider[];
  readonly apiKeys: readonly ApiKeyEntry[];
  readonly clock?: Clock;
  readonly log?: Log;
  readonly metrics?: Registry;
  /** Default 0. */
  readonly trustedProxies?: number;
  /** Runs before the application is initialised. */
  readonly prepare?: (app: INestApplication) => void;
}

/** An initialised application with the whole HTTP edge in front of some controllers, without engines; to be closed. */
export async function edgeApplication(options: EdgeApplicationOptions): Promise<INestApplication<Server>> {
  const log = options.log ?? new RecordingLog();
  const metrics = options.metrics ?? new Registry();
  const given: Provider[] = [
    { provide: CLOCK, useValue: options.clock ?? new ManualClock() },
    { provide: LOG, useValue: log },
    { provide: METRICS, useValue: metrics },
    { provide: Authenticator, useValue: new Authenticator(options.apiKeys) },
  ];
  class GivenModule {}
  Module({ providers: given, exports: given })(GivenModule);
  const module = await Test.createTestingModule({
    imports: [{ module: GivenModule, global: true }, HttpEdgeModule],
    controllers: [...options.controllers],
    providers: [...(options.providers ?? [])],
  }).compile();
  const app = module.createNestApplication<INestApplication<Server>>({
    bodyParser: false,
    logger: nestLog(log),
  });
  prepareHttpEdge(app, { log, metrics, trustedProxies: options.trustedProxies ?? 0 });
  options.prepare?.(app);
  return app.init();
}
