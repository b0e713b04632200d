import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NO_STREAM, jsonEvent } from '@eventstore/db-client';
import { allOf, connect, until } from '../testing/wire.js';

const root = path.resolve(import.meta.dirname, '../../../..');
const PROGRAM = path.join(root, 'dist/test/standins/eventstoredb/src/main.js');

interface StartLine {
  readonly listening: string;
  readonly control: string;
  readonly cutBytes: number;
  readonly note: string;
}

describe('the stand-in as a program', () => {
  let folder = '';
  const children: ChildProcess[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'stand-in-program-'));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
    await rm(folder, { recursive: true });
  });

  async function start(): Promise<{ child: ChildProcess; line: StartLine }> {
    if (!existsSync(PROGRAM)) throw new Error('It is not built: run npm run build.');
    const child = spawn(process.execPath, [PROGRAM], {
      env: { PATH: process.env['PATH'], DATA_DIR: folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
    return { child, line: JSON.parse(chunk.toString()) as StartLine };
  }

  it('says in one line where it listens and that it is a stand-in, and ends cleanly when it is told to', async () => {
    const { child, line } = await start();
    expect(line.listening).toMatch(/^esdb:\/\/127\.0\.0\.1:\d+\?tls=false$/);
    expect(line.note).toContain('stand-in');
    const client = connect(line.listening);
    await client.appendToStream('orders-1', jsonEvent({ type: 'T', data: {} }));
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    await client.dispose();
  });

  it('has everything that it acknowledged although it was killed amid writing, and no torn event', async () => {
    const { child, line } = await start();
    const client = connect(line.listening);
    const acknowledged: string[] = [];
    const credentials = { username: 'any', password: 'any' };
    const writers = Array.from({ length: 20 }, async (_, writer) => {
      for (let number = 0; ; number += 1) {
        const name = `orders-${String(writer)}.${String(number)}`;
        const events = [1, 2].map((part) =>
          jsonEvent({ type: 'T', data: { name, part, pad: 'x'.repeat(500) } }),
        );
        await client.appendToStream(name, events, { expectedRevision: NO_STREAM, credentials });
        acknowledged.push(name);
      }
    });
    await until(() => acknowledged.length >= 100);
    child.kill('SIGKILL');
    await Promise.allSettled(writers);
    await client.dispose();
    await appendFile(path.join(folder, 'log.ndjson'), '{"p":1,"s":"torn');

    const again = await start();
    expect(again.line.cutBytes).toBeGreaterThanOrEqual(16);
    const reader = connect(again.line.listening);
    const parts = new Map<string, number[]>();
    for (const { event } of await allOf(reader.readAll())) {
      if (event?.type !== 'T') continue;
      const { name, part } = event.data as unknown as { name: string; part: number };
      parts.set(name, [...(parts.get(name) ?? []), part]);
    }
    expect([...parts.keys()]).toEqual(expect.arrayContaining(acknowledged));
    for (const found of parts.values()) expect(found).toEqual([1, 2]);
    await reader.dispose();
  });
});
