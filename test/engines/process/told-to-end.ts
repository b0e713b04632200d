import type { EventEmitter } from 'node:events';

/** Whether this process was told to end. */
export interface Telling {
  readonly isTold: boolean;
  /** Resolves when it is told. */
  readonly told: Promise<void>;
}

/**
 * Listens for SIGINT and SIGTERM from now on. They end nothing by themselves any more, however often they come: a
 * terminal and a launcher may both send one.
 */
export function toldToEnd(signals: EventEmitter = process): Telling {
  const { promise, resolve } = Promise.withResolvers<void>();
  let isTold = false;
  for (const signal of ['SIGINT', 'SIGTERM']) {
    signals.on(signal, () => {
      isTold = true;
      resolve();
    });
  }
  return {
    get isTold() {
      return isTold;
    },
    told: promise,
  };
}
