import type { Config } from '../config/settings.js';
import type { Secret } from '../secret.js';
import { secretsFolder } from './first-run-keys.js';

/**
 * What the terminal says, once, about an admin key that this start made.
 * @param url of the API, e.g. `http://127.0.0.1:8080`
 */
export function announceKeys(
  { dataDir, organization }: Pick<Config, 'dataDir' | 'organization'>,
  key: Secret,
  url: string,
): string {
  const folder = secretsFolder(dataDir);
  return [
    '',
    `This is the first start here. Keys were made and lie in ${folder}, readable by you only.`,
    '',
    `  Admin key of the organization ${organization}:`,
    `  ${key.reveal()}`,
    '',
    '  Try it:',
    `  curl -H "Authorization: Bearer ${key.reveal()}" ${url}/v1/organizations/${organization}/integrations/buildkite`,
    '',
    `It is not shown again. Put it where you keep passwords, then delete ${folder}/admin-key.`,
    '',
  ].join('\n');
}
