import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { World, WorldContent } from './world.js';

const FILE = 'buildkite-stand-in.json';

/** Keeps the world in one JSON file of a folder, replaced as a whole; without a folder it keeps nothing. */
export class WorldFile {
  private running: Promise<void> | undefined;
  private next: Promise<void> | undefined;

  constructor(
    private readonly world: World,
    private readonly folder: string | undefined,
  ) {}

  /** Brings back the world that was kept; one that was never kept stays empty. */
  async load(): Promise<void> {
    if (this.folder === undefined) return;
    await mkdir(this.folder, { recursive: true });
    const text = await readFile(join(this.folder, FILE), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (text !== undefined) this.world.become(JSON.parse(text) as WorldContent);
  }

  /** Resolves when the world as it is now lies on disk. Calls that come while a write runs share the next one. */
  async save(): Promise<void> {
    if (this.folder === undefined) return;
    this.next ??= this.afterRunning(this.folder);
    await this.next;
  }

  private async afterRunning(folder: string): Promise<void> {
    await this.running?.catch(() => undefined);
    this.running = this.next;
    this.next = undefined;
    const temporary = join(folder, `${FILE}.new`);
    const file = await open(temporary, 'w', 0o600);
    try {
      await file.writeFile(JSON.stringify(this.world.content()));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, join(folder, FILE));
  }
}
