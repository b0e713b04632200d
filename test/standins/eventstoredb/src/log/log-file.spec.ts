import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { proposedEvent } from '../../testing/an-event.js';
import { encodeLine, type LogWrite } from './domain/log-line.js';
import { openLogFile } from './log-file.js';

const write = (position: number): LogWrite => ({
  position,
  stream: 'orders-1',
  firstRevision: 0,
  createdMs: 0,
  events: [proposedEvent()],
});

describe('a log in a file', () => {
  let folder = '';
  let file = '';
  beforeEach(async () => {
    folder = path.join(await mkdtemp(path.join(tmpdir(), 'log-file-')), 'made', 'here');
    file = path.join(folder, 'log.ndjson');
  });
  afterEach(() => rm(path.resolve(folder, '../..'), { recursive: true }));

  /** The positions of the writes that a newly opened log holds, and how much was cut off. */
  async function opened(): Promise<{ positions: readonly number[]; cutBytes: number }> {
    const { writes, storage, cutBytes } = await openLogFile(folder);
    await storage.close();
    return { positions: writes.map(({ position }) => position), cutBytes };
  }

  async function keep(...writes: readonly LogWrite[]): Promise<void> {
    const { storage } = await openLogFile(folder);
    await storage.keep(writes);
    await storage.close();
  }

  it('is empty at first', async () => {
    expect(await opened()).toEqual({ positions: [], cutBytes: 0 });
  });

  it('holds what was kept, in its order, also after it was opened again and written on', async () => {
    await keep(write(1), write(2));
    await keep(write(3));
    expect(await opened()).toEqual({ positions: [1, 2, 3], cutBytes: 0 });
  });

  it('loses a torn last line, whatever is left of it, and is written on behind the whole ones', async () => {
    await keep(write(1));
    const torn = encodeLine(write(2));
    for (const length of [1, 20, torn.length - 1]) {
      await appendFile(file, torn.slice(0, length));
      expect(await opened()).toEqual({ positions: [1], cutBytes: length });
    }
    await keep(write(3));
    expect((await opened()).positions).toEqual([1, 3]);
    expect(await readFile(file, 'utf8')).not.toContain(torn.slice(0, 20) + '{');
  });

  it('is refused with the number of a line that makes no sense', async () => {
    await keep(write(1));
    await writeFile(file, `${await readFile(file, 'utf8')}nonsense\n${encodeLine(write(2))}`);
    await expect(opened()).rejects.toThrow('Line 2 of the log makes no sense.');
  });
});
