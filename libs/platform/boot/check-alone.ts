import { settings, type Config } from '../config/settings.js';
import type { ServiceDefinition } from '../service-definition.js';
import { StartupError } from './startup-error.js';

const engineAddresses = ['eventStoreUrl', 'kafkaBrokers', 'mongodbUri'] as const;
type EngineAddress = (typeof engineAddresses)[number];

const everyService: readonly ServiceDefinition['name'][] = ['connections', 'builds', 'deploys'];

/**
 * Embedded engines are for one process: services that run apart would never hear of each other.
 * @throws StartupError when some services are missing in this process and there are no engines to reach them by
 */
export function checkAlone(
  services: readonly Pick<ServiceDefinition, 'name'>[],
  config: Pick<Config, EngineAddress>,
): void {
  const unset = engineAddresses.filter((key) => config[key] === undefined);
  const missing = everyService.filter((name) => !services.some((service) => service.name === name));
  if (unset.length === 0 || missing.length === 0) return;
  const here = services.map(({ name }) => name).join(' and ');
  throw new StartupError(
    `${here} cannot run without ${missing.join(' and ')}, and embedded engines are no way to each other. ` +
      `Set ${unset.map((key) => settings[key].name).join(', ')}, or run all services in one process with: npm start`,
  );
}
