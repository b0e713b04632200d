/** What a clock that others may follow says, as JSON over HTTP. */
export interface ClockReading {
  /** Another number whenever the clock was turned. */
  readonly version: number;
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
  /** Runs with the machine, or stands still until it is turned. */
  readonly mode: 'real' | 'frozen';
}

/**
 * Asks a clock for its time.
 * @param after answer when the version is another one: a long poll; at once when undefined
 * @throws Error when it does not answer, or not as a clock
 */
export async function readClock(
  url: string,
  after: number | undefined,
  signal: AbortSignal,
): Promise<ClockReading> {
  const address = after === undefined ? url : `${url}?after=${after}`;
  const response = await fetch(address, { signal });
  const reading: unknown = await response.json();
  if (!response.ok || !isReading(reading)) throw new Error('CLOCK_URL does not answer as a clock.');
  return reading;
}

function isReading(value: unknown): value is ClockReading {
  if (typeof value !== 'object' || value === null) return false;
  const { version, now, mode } = value as Partial<Record<keyof ClockReading, unknown>>;
  return Number.isFinite(version) && Number.isFinite(now) && (mode === 'real' || mode === 'frozen');
}
