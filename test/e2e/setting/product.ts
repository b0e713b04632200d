import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BuildkiteControl } from '../../standins/buildkite/testing/index.js';
import { apiKeysSetting, testOrganizations } from './api-keys.js';
import { eventually } from './eventually.js';
import { freePort } from './free-port.js';
import { Program } from './process.js';

/** Base address of each service; all equal when they share one process. */
export interface ServiceAddresses {
  readonly connections: string;
  readonly builds: string;
  readonly deploys: string;
}

/** The product in one process on the embedded engines, with its own data folder. */
export class Product {
  #program: Program | undefined;
  /** Output of the programs that ended before. */
  #before = '';

  private constructor(
    readonly dataDir: string,
    private readonly port: number,
    private readonly managementPort: number,
    private readonly env: Record<string, string>,
  ) {}

  /** Starts it, following the stand-in and its clock. */
  static async start(buildkite: BuildkiteControl, env: Record<string, string> = {}): Promise<Product> {
    const dataDir = await mkdtemp(join(tmpdir(), 'product-'));
    const product = new Product(dataDir, await freePort(), await freePort(), {
      BUILDKITE_API_URL: buildkite.apiUrl,
      CLOCK_URL: buildkite.clockUrl,
      ALLOW_INSECURE: '1',
      API_KEYS: apiKeysSetting(testOrganizations),
      LOG_LEVEL: 'debug',
      LOG_FORMAT: 'json',
      ...env,
    });
    await product.run();
    return product;
  }

  get addresses(): ServiceAddresses {
    const address = `http://127.0.0.1:${this.port}`;
    return { connections: address, builds: address, deploys: address };
  }

  get management(): string {
    return `http://127.0.0.1:${this.managementPort}`;
  }

  get program(): Program {
    if (!this.#program) throw new Error('The product has not been started.');
    return this.#program;
  }

  /** Everything written to its terminal so far, over all its runs. */
  get output(): string {
    return this.#before + (this.#program?.output ?? '');
  }

  /** Starts the process (again) on the same data and waits until it is ready. */
  async run(env: Record<string, string> = {}): Promise<void> {
    this.launch(env);
    await this.ready();
  }

  /** Starts the process without waiting. */
  launch(env: Record<string, string> = {}): void {
    this.#before = this.output;
    this.#program = new Program('services/standalone/src/main.js', {
      ...this.env,
      DATA_DIR: this.dataDir,
      PORT: String(this.port),
      MANAGEMENT_PORT: String(this.managementPort),
      ...env,
    });
  }

  /** Resolves when it takes requests. */
  async ready(): Promise<void> {
    await eventually(async () => {
      if (this.program.hasEnded) return;
      const { status } = await fetch(`${this.management}/health/ready`);
      if (status !== 200) throw new Error(`Not ready: ${status}`);
    }, 30_000);
    if (this.program.hasEnded)
      throw new Error(`It ended (${this.program.end}):\n${this.program.output.slice(-4000)}`);
  }

  /** Ends the process and removes its data. */
  async close(): Promise<void> {
    await this.program.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}
