import type { Config } from '../config/settings.js';
import type { ServiceDefinition } from '../service-definition.js';
import { StartupError } from './startup-error.js';

const everyService: readonly ServiceDefinition['name'][] = ['connections', 'builds', 'deploys'];

/**
 * The embedded bus is for one process: services that run apart would never hear of each other.
 * @throws StartupError when some services are missing in this process and there is no Kafka to reach them by
 */
export function checkAlone(
  services: readonly Pick<ServiceDefinition, 'name'>[],
  config: Pick<Config, 'kafkaBrokers'>,
): void {
  if (config.kafkaBrokers !== undefined) return;
  const missing = everyService.filter((name) => !services.some((service) => service.name === name));
  if (missing.length === 0) return;
  const here = services.map(({ name }) => name).join(' and ');
  throw new StartupError(
    `${here} cannot run without ${missing.join(' and ')}, and without Kafka they have no way to each other. ` +
      'Set KAFKA_BROKERS, or run all services in one process with: npm start',
  );
}
