import { readEngineSettings, type Environment } from '../config/read-config.js';
import { settings, type EngineSettings } from '../config/settings.js';
import { openEngines } from '../engines/engines.js';
import { createLog } from '../logging/create-log.js';
import type { ServiceDefinition } from '../service-definition.js';
import { Closers } from './closers.js';
import { provisionCollections, provisionTopics } from './provision.js';
import { StartupError } from './startup-error.js';

export interface ProvisionOptions {
  /** Default: this process's. */
  readonly environment?: Environment;
  /** Gets log lines and what is for a person at the terminal. */
  readonly write: (text: string) => void;
  /** Ends the waiting for engines. */
  readonly signal: AbortSignal;
}

const addresses = ['eventStoreUrl', 'kafkaBrokers', 'mongodbUri'] as const;

/**
 * Makes, at the distributed engines that the settings name, what the services need and do not make themselves: topics,
 * collections with their indexes, and the event store's own settings. What is there already stays as it is.
 * @throws InvalidSettings, StartupError and the adapters' errors; see explainStartupError
 */
export async function provisionEngines(
  services: readonly ServiceDefinition[],
  { environment = process.env, write, signal }: ProvisionOptions,
): Promise<void> {
  const config = readEngineSettings(environment);
  checkDistributed(config);
  const log = createLog({ level: 'warn', format: process.stdout.isTTY ? 'pretty' : 'json', write });
  const closers = new Closers();
  try {
    const { eventStore, bus, documents } = await openEngines(config, { closers, log, signal });
    await eventStore.provision();
    write('Event store: its settings are there.\n');
    write(`Bus: ${await provisionTopics(services, bus)} topics are there.\n`);
    write(`Documents: ${await provisionCollections(services, documents)} collections are there.\n`);
  } finally {
    await closers.closeAll(log);
  }
}

function checkDistributed(config: EngineSettings): void {
  const unset = addresses.filter((key) => config[key] === undefined).map((key) => settings[key].name);
  if (unset.length === 0) return;
  throw new StartupError(
    `${unset.join(', ')} must be set: provisioning is for engines that services share. ` +
      'An embedded engine gets what it needs when its process starts.',
  );
}
