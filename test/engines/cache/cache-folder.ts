import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where fetched engines are kept: `ENGINES_CACHE`, or a folder of their own in the user's cache. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  return env['ENGINES_CACHE'] ?? join(homedir(), '.cache', 'build-snapshots-engines');
}
