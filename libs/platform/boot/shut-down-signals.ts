/** As much of the process as its end is about; a test has its own. */
export interface ProcessEnd {
  on(event: 'SIGTERM' | 'SIGINT', listener: (signal: NodeJS.Signals) => void): unknown;
  exit(code: number): void;
}

/** Numbers of the signals (POSIX), by which a shell names them in exit codes. */
const numbers: Readonly<Partial<Record<NodeJS.Signals, number>>> = { SIGINT: 2, SIGTERM: 15 };

/** Ctrl-C reaches a program twice when the one that started it passes it on as well. */
const sameSignalMs = 500;

/**
 * Resolves with the first SIGTERM or SIGINT. One that comes half a second later or more ends the process at once: 130
 * after Ctrl-C, 143 after SIGTERM.
 */
export function firstSignal(
  process: ProcessEnd,
  now: () => number = () => performance.now(),
): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let first: number | undefined;
    const listener = (signal: NodeJS.Signals): void => {
      first ??= now();
      resolve(signal);
      if (now() - first >= sameSignalMs) process.exit(128 + (numbers[signal] ?? 0));
    };
    process.on('SIGTERM', listener);
    process.on('SIGINT', listener);
  });
}
