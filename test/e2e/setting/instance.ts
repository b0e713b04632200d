import { join } from 'node:path';
import type { ProcessPlan, ServiceName } from './deployment.js';
import { eventually } from './eventually.js';
import { freePort } from './free-port.js';
import { Program } from './process.js';

/** One process of the product: it can be started again on its own ports and data. */
export class Instance {
  #program: Program | undefined;
  /** Output of the programs that ended before. */
  #before = '';

  private constructor(
    private readonly plan: ProcessPlan,
    private readonly dataDir: string,
    private readonly port: number,
    private readonly managementPort: number,
    private readonly env: Record<string, string>,
  ) {}

  /** Takes ports for a process with its own settings; nothing runs yet. */
  static async plan(plan: ProcessPlan, dataDir: string, env: Record<string, string>): Promise<Instance> {
    return new Instance(plan, dataDir, await freePort(), await freePort(), env);
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get management(): string {
    return `http://127.0.0.1:${this.managementPort}`;
  }

  get serves(): readonly ServiceName[] {
    return this.plan.serves;
  }

  get program(): Program {
    if (!this.#program) throw new Error('The product has not been started.');
    return this.#program;
  }

  /** Everything written to its terminal so far, over all its runs. */
  get output(): string {
    return this.#before + (this.#program?.output ?? '');
  }

  /** Starts the process (again) without waiting. */
  launch(env: Record<string, string> = {}): void {
    this.#before = this.output;
    this.#program = new Program(this.plan.script, {
      ...this.env,
      DATA_DIR: this.dataDir,
      PORT: String(this.port),
      MANAGEMENT_PORT: String(this.managementPort),
      ...env,
    });
  }

  /** Sends the signal and waits for the end; nothing happens when it does not run. */
  async stop(signal?: NodeJS.Signals): Promise<void> {
    await this.#program?.stop(signal);
  }

  /**
   * Resolves when it takes requests.
   * @throws Error with the end of its output when it ended instead
   */
  async ready(): Promise<void> {
    await eventually(async () => {
      if (this.program.hasEnded) return;
      const { status } = await fetch(`${this.management}/health/ready`);
      if (status !== 200) throw new Error(`Not ready: ${status}`);
    }, 30_000);
    if (this.program.hasEnded)
      throw new Error(`It ended (${this.program.end}):\n${this.program.output.slice(-4000)}`);
  }
}

/** The folder of the n-th process below that of the product; a process that is alone has it to itself. */
export function dataDirOf(dataDir: string, index: number, count: number): string {
  return count === 1 ? dataDir : join(dataDir, String(index + 1));
}
