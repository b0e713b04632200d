/** Asks one thing that the process needs whether it answers; rejects when it does not. */
export type Check = () => Promise<unknown>;

/** What a probe is told. */
export interface ReadinessReport {
  readonly ready: boolean;
  /** Where the process is in its life. */
  readonly phase: Phase;
  /** What was asked, by name. What went wrong is for the log: a probe's answer may be seen by others. */
  readonly checks: Readonly<Record<string, 'ok' | 'failed'>>;
}

export type Phase = 'starting' | 'running' | 'stopping';

/** Whether the process should get requests now. Nothing is asked but when a probe comes. */
export class Readiness {
  readonly #checks = new Map<string, Check>();
  #phase: Phase = 'starting';

  constructor(private readonly timeoutMs = 2000) {}

  /** Adds something that the process cannot serve without. */
  needs(name: string, check: Check): void {
    this.#checks.set(name, check);
  }

  enter(phase: Phase): void {
    this.#phase = phase;
  }

  async report(): Promise<ReadinessReport> {
    const results = await Promise.all([...this.#checks].map(([name, check]) => this.#ask(name, check)));
    const ready = this.#phase === 'running' && results.every(([, result]) => result === 'ok');
    return { ready, phase: this.#phase, checks: Object.fromEntries(results) };
  }

  async #ask(name: string, check: Check): Promise<readonly [string, 'ok' | 'failed']> {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(reject, this.timeoutMs, new Error('no answer in time'));
    try {
      await Promise.race([check(), late]);
      return [name, 'ok'];
    } catch {
      return [name, 'failed'];
    } finally {
      clearTimeout(timer);
    }
  }
}
