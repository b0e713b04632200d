import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TemporaryFolder {
  readonly path: string;
  /** The path of a file in it. */
  file(name: string): string;
  remove(): Promise<void>;
}

/** A folder of the test's own. */
export async function makeTemporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), 'bus-'));
  return { path, file: (name) => join(path, name), remove: () => rm(path, { recursive: true }) };
}
