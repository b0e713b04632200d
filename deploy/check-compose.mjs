import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Has docker-compose.yml read by compose's own parser (compose-check/, needs Go) for each profile, and sees the same
 * parser refuse it with a fault planted. Ends with 1 when the file is not read, a profile starts other services than it
 * should, or a fault goes through.
 */
const file = fileURLToPath(new URL('../docker-compose.yml', import.meta.url));
const engines = ['eventstore', 'kafka', 'mongo', 'mongo-replica-set'];
const profiles = {
  engines: ['engine-ports', ...engines],
  all: ['builds', 'connections', 'deploys', 'provision', 'router', ...engines],
  demo: ['demo'],
};
/** What is replaced, and by what: each makes a file that docker compose would refuse, too. */
const faults = {
  'an unknown key': ['read_only: true', 'readonly: true'],
  'a dependency that is not there': ['provision: { condition', 'provisioning: { condition'],
  'a dependency that another profile has': [
    'profiles: [engines, all]\n    user',
    'profiles: [engines]\n    user',
  ],
  'a secret that nobody defines': ['secrets: [mongo-root-password, mongo-keyfile]', 'secrets: [mongo-key]'],
  'a volume that nobody defines': ['demo-data:/data', 'data:/data'],
  'a network that nobody defines': ['networks: [engines, api]', 'networks: [engines, apis]'],
  'a condition that there is not': ['{ condition: service_started }', '{ condition: started }'],
  'a port that is none': ['127.0.0.1:9092:9092', '127.0.0.1:9092:kafka'],
  'a variable that is not closed': ['${LOG_LEVEL:-info}', '${LOG_LEVEL:-info'],
};

const folder = mkdtempSync(join(tmpdir(), 'compose-check-'));
const checker = join(folder, 'compose-check');
const faulty = join(folder, 'docker-compose.yml');
const wrong = [];
try {
  buildChecker();
  readAsItIs();
  for (const fault of Object.entries(faults)) seeRefused(...fault);
} finally {
  rmSync(folder, { recursive: true });
}
for (const sentence of wrong) process.stderr.write(`✗ ${sentence}\n`);
process.stdout.write(
  `docker-compose.yml: ${Object.keys(profiles).length} profiles, ${Object.keys(faults).length} planted faults, ${wrong.length} wrong\n`,
);
process.exitCode = wrong.length === 0 ? 0 : 1;

function buildChecker() {
  try {
    execFileSync('go', ['build', '-o', checker, '.'], {
      cwd: fileURLToPath(new URL('compose-check', import.meta.url)),
      stdio: 'inherit',
      env: { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '-mod=readonly' },
    });
  } catch (error) {
    process.stderr.write("compose's own parser could not be built: is Go 1.24 or newer installed?\n");
    throw error;
  }
}

function readAsItIs() {
  const { status, stdout, stderr } = check(file);
  if (status !== 0) return wrong.push(`It is not read. ${stderr.trim()}`);
  for (const [profile, services] of Object.entries(JSON.parse(stdout))) {
    const names = (services ?? []).sort().join(', ');
    if (names !== profiles[profile].sort().join(', ')) wrong.push(`Profile ${profile} starts: ${names}`);
  }
}

function seeRefused(fault, [original, planted]) {
  const text = readFileSync(file, 'utf8');
  if (!text.includes(original)) return wrong.push(`Nowhere to plant ${fault}: there is no "${original}".`);
  writeFileSync(faulty, text.replace(original, planted));
  if (check(faulty).status === 0) wrong.push(`The parser takes ${fault}.`);
}

function check(composeFile) {
  return spawnSync(checker, [composeFile, ...Object.keys(profiles)], { encoding: 'utf8' });
}
