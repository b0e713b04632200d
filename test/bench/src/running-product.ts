import { Inject, Module } from '@nestjs/common';
import type { Bus } from '#libs/bus';
import { apiKeyEntryText, BUS, newApiKey, startServices, type RunningServices } from '#libs/platform';
import { deploys } from '../../../services/deploys/src/index.js';
import { services } from '../../../services/standalone/src/services.js';
import { BuildkiteControl } from '../../standins/buildkite/testing/control.js';

/** The product in this process, with a hand on its bus. */
export interface RunningProduct extends RunningServices {
  readonly bus: Bus;
  /** A request to the API as admin of `acme`; throws when it is refused. */
  readonly request: <Body>(method: string, path: string, body?: object) => Promise<Body>;
}

const key = newApiKey().reveal();

/**
 * Starts all services, reading that Buildkite.
 * @param dataDir of the embedded engines
 * @param engines settings that choose others
 */
export async function startProduct(
  dataDir: string,
  buildkite: Pick<BuildkiteControl, 'apiUrl'>,
  engines: Readonly<Record<string, string>> = {},
): Promise<RunningProduct> {
  const taken: { bus?: Bus } = {};

  @Module({ imports: [deploys.module] })
  class DeploysWithBus {
    constructor(@Inject(BUS) bus: Bus) {
      taken.bus = bus;
    }
  }

  const running = await startServices(
    services.map((service) =>
      service.name === 'deploys' ? { ...service, module: DeploysWithBus } : service,
    ),
    {
      environment: {
        PORT: '0',
        MANAGEMENT_PORT: '0',
        DATA_DIR: dataDir,
        ALLOW_INSECURE: '1',
        BUILDKITE_API_URL: buildkite.apiUrl,
        API_KEYS: apiKeyEntryText('acme', 'admin', key),
        LOG_LEVEL: 'warn',
        ...engines,
      },
      write: (text) => process.stderr.write(text),
    },
  );
  if (!taken.bus) throw new Error('The bus was not given.');
  return {
    ...running,
    bus: taken.bus,
    request: (method, path, body) => request(running.url, method, path, body),
  };
}

async function request<Body>(url: string, method: string, path: string, body?: object): Promise<Body> {
  const response = await fetch(`${url}/v1/organizations/acme${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return JSON.parse(text) as Body;
}
