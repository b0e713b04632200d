/** Runs with the machine, or stands still until somebody turns it. */
export type ClockMode = 'real' | 'frozen';

/** The time of the stand-in, and a number that changes whenever it was turned. */
export interface ClockReading {
  readonly version: number;
  /** Epoch milliseconds, UTC. */
  readonly now: number;
  readonly mode: ClockMode;
}

/** The stand-in's own time: everything it shows is of this clock. */
export class StandInClock {
  private version = 1;

  constructor(
    readonly mode: ClockMode,
    private standsAtMs: number,
  ) {}

  /** Epoch milliseconds, UTC. */
  now(): number {
    return this.mode === 'real' ? Date.now() : this.standsAtMs;
  }

  read(): ClockReading {
    return { version: this.version, now: this.now(), mode: this.mode };
  }

  /** Turns a frozen clock to an instant (epoch milliseconds); throws for one that runs, and for an instant that is past. */
  turnTo(ms: number): void {
    if (this.mode === 'real') throw new RangeError('a clock that runs with the machine cannot be turned');
    if (ms < this.standsAtMs) throw new RangeError('time does not run backwards');
    this.standsAtMs = ms;
    this.version += 1;
  }
}
