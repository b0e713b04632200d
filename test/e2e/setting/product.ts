import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import type { BuildkiteControl } from '../../standins/buildkite/testing/index.js';
import { apiKeysSetting, testOrganizations } from './api-keys.js';
import { chosenDeployment, copiesIn, processesOf, type ServiceName } from './deployment.js';
import { dataDirOf, Instance } from './instance.js';
import { startManagementGateway, type ManagementGateway } from './management-gateway.js';
import { Program } from './process.js';
import { Programs } from './programs.js';
import { serviceOf, startRouter, type Instances, type Router, type RouterOptions } from './router.js';
import { takeEngines } from './shared-engines.js';

/** Base address of each service; all equal when they share one process or stand behind a router. */
export type ServiceAddresses = Readonly<Record<ServiceName, string>>;

/** What stands between several processes and those who speak to them. */
interface Front {
  readonly router: Router | undefined;
  readonly gateway: ManagementGateway;
}

/** The product with data of its own: in one process on the embedded engines, or as TEST_DEPLOYMENT says. */
export class Product {
  #front: Front | undefined;

  private constructor(
    /** The folder that each process has its own folder in; that of the one process, when there is one. */
    readonly dataDir: string,
    readonly instances: readonly Instance[],
    /** How many processes serve the service that most serve. */
    readonly copies: number,
  ) {}

  /** Starts it, following the stand-in and its clock. */
  static async start(
    buildkite: BuildkiteControl,
    env: Record<string, string> = {},
    routing: RouterOptions = {},
    deployment = chosenDeployment(),
  ): Promise<Product> {
    const dataDir = await mkdtemp(join(tmpdir(), 'product-'));
    const engines = deployment === 'one-process' ? undefined : takeEngines(dataDir);
    const settings = {
      BUILDKITE_API_URL: buildkite.apiUrl,
      CLOCK_URL: buildkite.clockUrl,
      ALLOW_INSECURE: '1',
      API_KEYS: apiKeysSetting(testOrganizations),
      LOG_LEVEL: 'debug',
      LOG_FORMAT: 'json',
      ...(engines && { VAULT_KEYS: `test:${randomBytes(32).toString('base64')}`, ...engines }),
      ...env,
    };
    if (engines) await provision(settings, dataDir);
    const plans = processesOf(deployment);
    const instances = await Promise.all(
      plans.map((plan, index) => Instance.plan(plan, dataDirOf(dataDir, index, plans.length), settings)),
    );
    const product = new Product(dataDir, instances, copiesIn(deployment));
    await product.open(routing);
    product.launch();
    try {
      await product.ready();
    } catch (error) {
      await product.close();
      throw error;
    }
    return product;
  }

  /** The addresses of a service's processes by themselves, whatever stands in front of them. */
  get direct(): Instances {
    const serving = (service: ServiceName) =>
      this.instances.filter(({ serves }) => serves.includes(service)).map(({ address }) => address);
    return {
      connections: serving('connections'),
      builds: serving('builds'),
      deploys: serving('deploys'),
    };
  }

  /** Where the services describe their routes: those of one process do so together. */
  get openApi(): readonly string[] {
    const first = Object.values(this.direct).map(([address]) => `${address}/openapi.json`);
    return [...new Set(first)];
  }

  get addresses(): ServiceAddresses {
    const of = (service: ServiceName) => this.#front?.router?.address ?? this.direct[service][0] ?? '';
    return { connections: of('connections'), builds: of('builds'), deploys: of('deploys') };
  }

  /** The address of the service that a path belongs to. */
  addressOf(path: string): string {
    return this.addresses[serviceOf(path)];
  }

  /** Health, metrics, dead letters and rebuilds of all processes. */
  get management(): string {
    return this.#front?.gateway.address ?? this.instances[0]?.management ?? '';
  }

  get program(): Programs {
    return new Programs(this.instances.map(({ program }) => program));
  }

  /** Everything written to its terminals so far, over all its runs. */
  get output(): string {
    return this.instances.map(({ output }) => output).join('');
  }

  /** Starts every process (again) on the same data and waits until all are ready; ends first what still runs. */
  async run(env: Record<string, string> = {}): Promise<void> {
    await Promise.all(this.instances.map((instance) => instance.stop()));
    this.launch(env);
    await this.ready();
  }

  /** Starts every process without waiting. */
  launch(env: Record<string, string> = {}): void {
    for (const instance of this.instances) instance.launch(env);
  }

  /** Resolves when it takes requests. */
  async ready(): Promise<void> {
    await Promise.all(this.instances.map((instance) => instance.ready()));
  }

  /** Ends the processes and removes their data. */
  async close(): Promise<void> {
    await this.program.stop();
    await this.#front?.router?.close();
    await this.#front?.gateway.close();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  private async open(routing: RouterOptions): Promise<void> {
    if (this.instances.length === 1) return;
    this.#front = {
      router: this.copies > 1 ? await startRouter(this.direct, routing) : undefined,
      gateway: await startManagementGateway(this.instances.map(({ management }) => management)),
    };
  }
}

/** Makes what the services do not make themselves on shared engines. */
async function provision(settings: Record<string, string>, dataDir: string): Promise<void> {
  const program = new Program('services/standalone/src/provision/main.js', {
    ...settings,
    DATA_DIR: dataDir,
  });
  await program.ended();
  if (program.end !== 0)
    throw new Error(`Provisioning ended (${program.end}):\n${program.output.slice(-4000)}`);
}
