import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { root, run, step } from './run.mjs';

const lock = new URL('package-lock.json', root);
const stamp = new URL('node_modules/.installed', root);
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** The Node.js that the product runs on: it comes with the `node` development dependency. */
export const node = fileURLToPath(
  new URL(
    process.platform === 'win32' ? 'node_modules/node/bin/node.exe' : 'node_modules/node/bin/node',
    root,
  ),
);

function fingerprint() {
  return createHash('sha256').update(readFileSync(lock)).digest('hex');
}

function isInstalled() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint() && nodeWorks();
}

function nodeWorks() {
  if (!existsSync(node)) return false;
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  return Number(version.slice(1).split('.')[0]) >= 24;
}

/** Installs what the lock file names unless that is done already. Install scripts stay off, but for the one that fetches Node.js. */
export async function install() {
  if (isInstalled()) return;
  await step(
    'Installing dependencies (first run: about a minute)',
    () => run(npm, ['ci', '--include=dev', '--loglevel=error', '--progress=true']),
    'Check that npm reaches its registry, then run the same command again.',
  );
  await step(
    'Fetching Node.js 24',
    async () =>
      nodeWorks() ? 0 : run(npm, ['rebuild', 'node', '--ignore-scripts=false', '--foreground-scripts']),
    'Check that npm reaches its registry, then run the same command again.',
  );
  writeFileSync(stamp, fingerprint());
}
