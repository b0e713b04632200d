import { join } from 'node:path';
import { readConfig, runServices } from '#libs/platform';
import { services } from '../services.js';
import { startBuildkite } from './buildkite.js';
import { demoSecrets } from './demo-secrets.js';
import { showDemo } from './show-demo.js';

const say = (text: string) => process.stdout.write(`${text}\n`);
const dataDir = join(process.env['DATA_DIR'] ?? './data', 'demo');
const { apiKey, apiKeyEntry, buildkiteToken } = await demoSecrets(dataDir);

say('▸ Starting a stand-in for Buildkite, with builds that go on for the next minutes …');
const buildkite = await startBuildkite(join(dataDir, 'buildkite'), buildkiteToken);

const environment = {
  LOG_LEVEL: 'warn',
  ...process.env,
  DATA_DIR: dataDir,
  API_KEYS: apiKeyEntry,
  BUILDKITE_API_URL: `${buildkite.url}/v2`,
  ALLOW_INSECURE: '1',
};
say('▸ Starting the services …');
const { host: listening, port, managementPort } = readConfig(environment);
const host = listening === '0.0.0.0' ? '127.0.0.1' : listening;
const running = runServices(services, { environment });
await showDemo({
  api: `http://${host}:${port}`,
  management: `http://${host}:${managementPort}`,
  buildkite: buildkite.url,
  apiKey,
  buildkiteToken,
  say,
});
await running;
