import { isPrivateAddress } from './private-address.js';
import type { Config } from './settings.js';

/** Faults of settings that only show when they are seen together. Settings that were faulty themselves are undefined. */
export function crossFaults(config: Partial<Config>): readonly string[] {
  return [...insecureFaults(config), ...sharedFaults(config)];
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
function sharedFaults({ kafkaBrokers, mongodbUri, vaultKeys, apiKeys }: Partial<Config>): readonly string[] {
  if (kafkaBrokers === undefined && mongodbUri === undefined) return [];
  const faults: string[] = [];
  if (vaultKeys === undefined)
    faults.push('VAULT_KEYS must be set when KAFKA_BROKERS or MONGODB_URI is: processes share it.');
  if (apiKeys === undefined)
    faults.push('API_KEYS must be set when KAFKA_BROKERS or MONGODB_URI is: processes share it.');
  return faults;
}

function isPublicHttps(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' && !isPrivateAddress(hostname);
}
