import type { LoggerService } from '@nestjs/common';
import type { Log } from '../log.js';

/** Lets Nest write into the process's log. What it says while it puts modules together is for debugging only. */
export function nestLog(log: Log): LoggerService {
  const dataOf = (parameters: readonly unknown[]): object => {
    const context = parameters.at(-1);
    return typeof context === 'string' ? { context } : {};
  };
  return {
    log: (message: unknown, ...parameters: unknown[]) => log.debug(dataOf(parameters), String(message)),
    debug: (message: unknown, ...parameters: unknown[]) => log.debug(dataOf(parameters), String(message)),
    verbose: (message: unknown, ...parameters: unknown[]) => log.debug(dataOf(parameters), String(message)),
    warn: (message: unknown, ...parameters: unknown[]) => log.warn(dataOf(parameters), String(message)),
    error: (message: unknown, ...parameters: unknown[]) =>
      log.error({ ...dataOf(parameters), ...errorOf(message) }, String(message)),
    fatal: (message: unknown, ...parameters: unknown[]) =>
      log.error({ ...dataOf(parameters), ...errorOf(message) }, String(message)),
  };
}

function errorOf(message: unknown): object {
  return message instanceof Error ? { error: message } : {};
}
