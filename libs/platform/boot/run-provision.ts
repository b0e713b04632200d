import type { ServiceDefinition } from '../service-definition.js';
import { explainStartupError } from './explain-startup-error.js';
import { provisionEngines } from './provision-engines.js';
import { exitCodes, type HostProcess } from './run-services.js';
import { firstSignal } from './shut-down-signals.js';
import type { Environment } from '../config/read-config.js';

/** What a test puts in the place of the process. */
export interface ProvisionSurroundings {
  readonly host?: Pick<HostProcess, 'exit' | 'stderr'> & Pick<NodeJS.EventEmitter, 'on'>;
  readonly environment?: Environment;
  readonly write?: (text: string) => void;
}

/**
 * Provisions the engines and ends the process: with 0 when everything is there, with 2 when a person has to mend
 * something, which the terminal names, else with 1. May be run any number of times, and several at once.
 */
export async function runProvision(
  services: readonly ServiceDefinition[],
  {
    host = process,
    environment = process.env,
    write = (text) => process.stdout.write(text),
  }: ProvisionSurroundings = {},
): Promise<void> {
  const stopping = new AbortController();
  void firstSignal(host).then(() => stopping.abort());
  try {
    await provisionEngines(services, { environment, write, signal: stopping.signal });
    host.exit(exitCodes.clean);
  } catch (error) {
    const explanation = explainStartupError(error);
    host.stderr.write(`${explanation ?? (error instanceof Error ? error.stack : String(error))}\n`);
    host.exit(explanation === undefined ? exitCodes.failed : exitCodes.notStarted);
  }
}
