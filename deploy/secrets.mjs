import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Makes the secrets that docker-compose.yml names, in the folder `secrets` beside it, and prints the admin key once.
 *
 * Use: node deploy/secrets.mjs [organization [folder]]. What is there already is never overwritten: keys that are lost make
 * tokens unreadable.
 *
 * Compose hands a file into a container with the mode that it has on the host, and the programs in there run as other
 * users. So the files that containers get may be read by all, and the folder, which no container sees, is closed to all
 * but its owner.
 */
const [organization = 'default', folder = fileURLToPath(new URL('../secrets', import.meta.url))] =
  process.argv.slice(2);
const forContainers = 0o444;
const forTheOwner = 0o400;

if (!/^(?=.{1,100}$)[a-z0-9]+(?:-[a-z0-9]+)*$/.test(organization)) {
  stop('The organization must be a slug: lower-case letters and digits, joined by single hyphens.');
}
if (existsSync(folder)) stop(`${folder} is there already. Nothing was changed.`);

const adminKey = `bsk_${randomBytes(4).toString('hex')}_${password()}`;
const mongoPassword = password();
const files = [
  ['api-keys', `${organization}:admin:${sha256(adminKey)}`, forContainers],
  ['vault-keys', `k${randomBytes(3).toString('hex')}:${randomBytes(32).toString('base64')}`, forContainers],
  ['eventstore-url', 'esdb://eventstore:2113?tls=false', forContainers],
  ['mongodb-uri', mongoUri('mongo:27017', 'replicaSet=rs0'), forContainers],
  ['mongo-password', mongoPassword, forContainers],
  ['mongo-root-password', password(), forContainers],
  ['mongo-keyfile', randomBytes(384).toString('base64'), forContainers],
  ['admin-key', adminKey, forTheOwner],
  // The member's name is known to containers only; a program on the host goes straight to the published port.
  ['mongodb-uri-on-host', mongoUri('127.0.0.1:27017', 'directConnection=true'), forTheOwner],
];

const draft = `${folder}.${randomBytes(4).toString('hex')}`;
process.umask(0);
mkdirSync(draft, { mode: 0o700 });
for (const [name, text, mode] of files) writeFileSync(`${draft}/${name}`, `${text}\n`, { mode, flag: 'wx' });
renameSync(draft, folder);
process.stdout.write(
  `Secrets for docker compose lie in ${folder}: keep a copy of vault-keys in a safe place.\n` +
    `Admin key of the organization ${organization} (also in the file admin-key): ${adminKey}\n`,
);

function mongoUri(host, parameter) {
  return `mongodb://build-snapshots:${mongoPassword}@${host}/build_snapshots?${parameter}`;
}

function password() {
  return randomBytes(32).toString('base64url');
}

function sha256(text) {
  return createHash('sha256').update(text).digest('hex');
}

function stop(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
