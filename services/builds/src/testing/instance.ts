import { Module, type INestApplication, type Provider } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { BusServer, type Bus } from '#libs/bus';
import type { Documents } from '#libs/documents';
import {
  BUS,
  CLOCK,
  CONFIG,
  DOCUMENTS,
  LEASES,
  LOG,
  METRICS,
  systemClock,
  VAULT,
  type Clock,
  type Config,
  type Leases,
  type Secret,
  type Vault,
} from '#libs/platform';
import type { RecordingLog } from '#libs/platform/testing';
import { Registry } from 'prom-client';
import { BuildsModule } from '../builds.module.js';
import { BUILDS } from '../transport.js';

/** What an instance of the service stands on; several may share it. */
export interface InstanceParts {
  readonly bus: Bus;
  readonly documents: Documents;
  readonly clock: Clock;
  readonly leases: Leases;
  /** Tokens by `organization/connection/version`. */
  readonly tokens: ReadonlyMap<string, Secret>;
  readonly apiUrl: string;
  readonly log: RecordingLog;
  /** Default: nothing is read of the past, so that a test counts no other requests than those that it is about. */
  readonly backfillWindowMs?: number;
}

/** One running instance of the service, without its HTTP side. */
export interface Instance {
  readonly app: INestApplication;
  close(): Promise<void>;
}

/** Starts the service on these parts. */
export async function startInstance(parts: InstanceParts): Promise<Instance> {
  const { bus, documents, clock, leases, tokens, apiUrl, log, backfillWindowMs = 0 } = parts;
  const config = {
    buildkiteApiUrl: apiUrl,
    allowInsecure: true,
    pollIntervalMs: 60_000,
    rememberBuildsForMs: 90 * 24 * 3_600_000,
    backfillWindowMs,
  } as unknown as Config;
  const vault: Pick<Vault, 'get'> = {
    get: async (...place: string[]) => tokens.get(place.join('/')),
  };
  const given: Provider[] = [
    { provide: CONFIG, useValue: config },
    { provide: CLOCK, useValue: clock },
    { provide: LOG, useValue: log },
    { provide: BUS, useValue: bus },
    { provide: DOCUMENTS, useValue: documents },
    { provide: LEASES, useValue: leases },
    { provide: METRICS, useValue: new Registry() },
    { provide: VAULT, useValue: vault },
  ];
  class GivenModule {}
  Module({ providers: given, exports: given })(GivenModule);
  const module = await Test.createTestingModule({
    imports: [{ module: GivenModule, global: true }, BuildsModule],
  }).compile();
  const app = module.createNestApplication({ logger: false, bodyParser: false });
  const server = new BusServer({
    bus,
    service: 'builds',
    transportId: BUILDS,
    log,
    sleep: (ms, signal) => systemClock.sleep(ms, signal),
  });
  server.connectTo(app);
  await app.init();
  await app.startAllMicroservices();
  return { app, close: () => app.close() };
}
