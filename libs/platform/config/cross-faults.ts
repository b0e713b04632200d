import { isPrivateAddress } from './private-address.js';
import { settings, type Config } from './settings.js';

/**
 * Faults of settings that only show when they are seen together.
 * @param faulty settings that were faulty by themselves: they are undefined, and nothing more is said of them
 */
export function crossFaults(config: Partial<Config>, faulty: ReadonlySet<string>): readonly string[] {
  return [...insecureFaults(config), ...sharedFaults(config, faulty), ...kafkaFaults(config, faulty)];
}

/** Of the settings by which a process logs in at Kafka, all or none must be there. */
export function kafkaFaults(config: Partial<Config>, faulty: ReadonlySet<string>): readonly string[] {
  const together = ['kafkaSaslMechanism', 'kafkaUsername', 'kafkaPassword'] as const;
  const missing = together.filter((key) => config[key] === undefined && !faulty.has(key));
  if (missing.length === 0 || missing.length === together.length) return [];
  const names = together.map((key) => settings[key].name).join(', ');
  return missing.map((key) => `${settings[key].name} is missing: ${names} are needed together.`);
}

function insecureFaults({
  allowInsecure,
  buildkiteApiUrl,
  clockUrl,
  killAt,
}: Partial<Config>): readonly string[] {
  if (allowInsecure === true) return [];
  const faults: string[] = [];
  if (buildkiteApiUrl !== undefined && !isPublicHttps(buildkiteApiUrl)) {
    faults.push(
      'BUILDKITE_API_URL must be a public https address; ALLOW_INSECURE=1 allows others, for tests.',
    );
  }
  if (clockUrl !== undefined) faults.push('CLOCK_URL is for tests: it needs ALLOW_INSECURE=1.');
  if (killAt !== undefined) faults.push('KILL_AT is for tests: it needs ALLOW_INSECURE=1.');
  return faults;
}

/** Keys that are made at the first start lie in one process's folder: processes that share engines cannot share them. */
function sharedFaults(config: Partial<Config>, faulty: ReadonlySet<string>): readonly string[] {
  if (config.kafkaBrokers === undefined && config.mongodbUri === undefined) return [];
  return (['vaultKeys', 'apiKeys'] as const)
    .filter((key) => config[key] === undefined && !faulty.has(key))
    .map(
      (key) => `${settings[key].name} must be set when KAFKA_BROKERS or MONGODB_URI is: processes share it.`,
    );
}

function isPublicHttps(address: string): boolean {
  const { protocol, hostname, port } = new URL(address);
  return protocol === 'https:' && isWebPort(port) && !isPrivateAddress(hostname);
}

/** The ports below 1024 belong to other services, e.g. 22 to ssh; an empty one is https' own. */
function isWebPort(port: string): boolean {
  return port === '' || Number(port) >= 1024;
}
