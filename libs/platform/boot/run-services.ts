import type { ServiceDefinition } from '../service-definition.js';
import { explainStartupError } from './explain-startup-error.js';
import { firstSignal, type ProcessEnd } from './shut-down-signals.js';
import { startServices, type RunningServices, type StartOptions } from './start-services.js';

/** How the process ended: what was asked for, a failure on the way, or a start that a person has to mend. */
export const exitCodes = { clean: 0, failed: 1, notStarted: 2 } as const;

/** The process that services run in; a test has its own. */
export interface HostProcess extends ProcessEnd {
  on(event: 'SIGTERM' | 'SIGINT', listener: (signal: NodeJS.Signals) => void): unknown;
  on(event: 'uncaughtException', listener: (error: Error) => void): unknown;
  readonly stderr: { write(text: string): unknown };
}

/** What a test puts in the place of the process and of a whole start. */
export interface Surroundings {
  readonly host?: HostProcess;
  readonly start?: typeof startServices;
}

/**
 * Runs services until the process is told to end, and ends it: with 0 when everything in hand was finished, with 1 when
 * something failed or took longer than SHUTDOWN_TIMEOUT (what was acknowledged is kept all the same), with 2 when the
 * start failed for a reason that the terminal names.
 */
export async function runServices(
  services: readonly ServiceDefinition[],
  options: Omit<StartOptions, 'onFailed' | 'signal'> = {},
  { host = process, start = startServices }: Surroundings = {},
): Promise<void> {
  const failure = Promise.withResolvers<'failed'>();
  const stopping = new AbortController();
  const signal = firstSignal(host);
  void signal.then(() => stopping.abort());
  let running: RunningServices | undefined;
  host.on('uncaughtException', (error) => {
    running?.log.error({ error }, 'An error that nobody caught: the process ends.');
    host.stderr.write(running === undefined ? `${error.stack ?? error.message}\n` : '');
    host.exit(exitCodes.failed);
  });

  try {
    running = await start(services, {
      ...options,
      onFailed: () => failure.resolve('failed'),
      signal: stopping.signal,
    });
  } catch (error) {
    if (error === stopping.signal.reason) return host.exit(exitCodes.clean);
    const explanation = explainStartupError(error);
    host.stderr.write(`${explanation ?? (error instanceof Error ? error.stack : String(error))}\n`);
    host.exit(explanation === undefined ? exitCodes.failed : exitCodes.notStarted);
    return;
  }
  const reason = await Promise.race([signal, failure.promise]);
  running.log.info({ reason }, 'Stopping: no new requests, work in hand is finished.');
  const clean = await stopInTime(running);
  host.exit(clean && reason !== 'failed' ? exitCodes.clean : exitCodes.failed);
}

async function stopInTime(running: RunningServices): Promise<boolean> {
  const deadline = Promise.withResolvers<'late'>();
  const timer = setTimeout(deadline.resolve, running.config.shutdownTimeoutMs, 'late');
  const result = await Promise.race([running.stop(), deadline.promise]);
  clearTimeout(timer);
  if (result === 'late')
    running.log.warn(
      {},
      'SHUTDOWN_TIMEOUT is over: the process ends with work in hand, which is taken up at the next start.',
    );
  return result === true;
}
