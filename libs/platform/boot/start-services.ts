import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { readConfig, type Environment } from '../config/read-config.js';
import type { Config } from '../config/settings.js';
import { announceKeys } from '../first-run/announce-keys.js';
import { firstRunKeys } from '../first-run/first-run-keys.js';
import { Readiness } from '../health/readiness.js';
import { prepareHttpEdge } from '../http/http-edge.js';
import type { Log } from '../log.js';
import { createLog } from '../logging/create-log.js';
import { nestLog } from '../logging/nest-log.js';
import { managementRoutes } from '../management/management-routes.js';
import { managementServer, type ManagementRoutes } from '../management/management-server.js';
import { busMetrics, observeLag } from '../metrics/bus-metrics.js';
import { exposition, processMetrics } from '../metrics/metrics.js';
import { serveOpenApi } from '../openapi/serve-openapi.js';
import type { PlatformParts } from '../platform.module.js';
import type { ServiceDefinition } from '../service-definition.js';
import { checkAlone } from './check-alone.js';
import { Closers } from './closers.js';
import { connectConsumers } from './connect-consumers.js';
import { drainHttp } from './drain-http.js';
import { listen } from './listen.js';
import { openPlatform } from './open-platform.js';
import { checkCollections, provisionEmbedded } from './provision.js';
import { RootModule } from './root-module.js';

export interface StartOptions {
  /** Default: this process's. */
  readonly environment?: Environment;
  /** Gets log lines and what is for a person at the terminal. Default: standard output. */
  readonly write?: (text: string) => void;
  /** Called when the process can no longer do its work and should be started anew. */
  readonly onFailed?: (error: unknown) => void;
  /** Ends the waiting for engines that do not answer yet: the start fails with its reason. */
  readonly signal?: AbortSignal;
}

export interface RunningServices {
  /** Address of the API, e.g. `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly managementUrl: string;
  readonly config: Config;
  readonly log: Log;
  /** Finishes what is in hand and stops, in an order that loses nothing. @returns whether everything stopped cleanly */
  stop(): Promise<boolean>;
}

/**
 * Starts services in this process: engines first, requests last. What was started is stopped again when the rest fails.
 * @throws InvalidSettings, StartupError and errors of the system; see explainStartupError
 */
export async function startServices(
  services: readonly ServiceDefinition[],
  {
    environment = process.env,
    write = writeToTerminal,
    onFailed = () => undefined,
    signal = new AbortController().signal,
  }: StartOptions = {},
): Promise<RunningServices> {
  const config = readConfig(environment);
  checkAlone(services, config);
  const format = config.logFormat ?? (process.stdout.isTTY ? 'pretty' : 'json');
  const log = createLog({ level: config.logLevel, format, write });
  processMetrics();
  const closers = new Closers();
  try {
    const keys = await firstRunKeys(config);
    const parts = await openPlatform(config, keys, { log, closers, signal });
    await provisionEmbedded(services, parts, config);
    await checkCollections(services, parts.documents);
    const urls = await startApplication(services, parts, closers, onFailed);
    if (keys.newAdminKey !== undefined) write(announceKeys(config, keys.newAdminKey, urls.url));
    log.info({ api: urls.url, docs: `${urls.url}/docs`, management: urls.managementUrl }, 'Ready.');
    return { ...urls, config, log, stop: () => closers.closeAll(log) };
  } catch (error) {
    await closers.closeAll(log);
    throw error;
  }
}

async function startApplication(
  services: readonly ServiceDefinition[],
  parts: PlatformParts,
  closers: Closers,
  onFailed: (error: unknown) => void,
): Promise<{ readonly url: string; readonly managementUrl: string }> {
  const { config, log, metrics, bus } = parts;
  const app = await createApplication(services, parts);
  closers.add('application', () => app.close());
  const consumers = connectConsumers(app, services, { bus, log, metrics: busMetrics(metrics), onFailed });
  observeLag(metrics, () => consumers.values());

  const readiness = readinessOf(parts);
  const own = services.map(({ management }) => management?.(app) ?? {});
  const common = managementRoutes({ readiness, metrics: () => exposition(metrics), bus, log, consumers });
  const management = managementServer(Object.assign({}, ...own, common) as ManagementRoutes, log);
  const managementUrl = await listen(management, config.managementPort, config.host);
  closers.add('management port', () => drainHttp(management));
  await app.init();
  await app.startAllMicroservices();
  const url = await listen(app.getHttpServer(), config.port, config.host);
  closers.add('requests', () => drainHttp(app.getHttpServer()));
  closers.add('readiness', () => readiness.enter('stopping'));
  readiness.enter('running');
  return { url, managementUrl };
}

async function createApplication(
  services: readonly ServiceDefinition[],
  parts: PlatformParts,
): Promise<NestExpressApplication> {
  const { config, log, metrics } = parts;
  const app = await NestFactory.create<NestExpressApplication>(RootModule.of(services, parts), {
    bodyParser: false,
    abortOnError: false,
    logger: nestLog(log),
  });
  prepareHttpEdge(app, { log, metrics, trustedProxies: config.trustedProxies });
  serveOpenApi(app);
  return app;
}

function readinessOf({ eventStore, bus, documents }: PlatformParts): Readiness {
  const readiness = new Readiness();
  readiness.needs('event store', () => eventStore.ping());
  readiness.needs('bus', () => bus.ping());
  readiness.needs('documents', () => documents.ping());
  return readiness;
}

function writeToTerminal(text: string): void {
  process.stdout.write(text);
}
