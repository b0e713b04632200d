import type { EventEmitter } from 'node:events';
import type { RunningStandIn } from './start.js';

/** What tells a process to stop: its signals, and the end of the process that started it with a channel. */
const TELLS = ['SIGTERM', 'SIGINT', 'disconnect'] as const;

/** Ends the stand-in once, at the first tell, and then the process: with 0, or with 1 when it could not be ended. */
export function stopWhenTold(
  told: EventEmitter,
  { close }: RunningStandIn,
  exit: (code: number) => void,
): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    close().then(
      () => exit(0),
      () => exit(1),
    );
  };
  for (const tell of TELLS) told.on(tell, stop);
}
