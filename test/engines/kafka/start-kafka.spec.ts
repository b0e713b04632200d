import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineUnavailable } from '../engine.js';
import { startKafka } from './start-kafka.js';

describe('starting a broker where it cannot be had', () => {
  const { PATH, ENGINES_CACHE } = process.env;
  let folder: string;
  let said: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'no-kafka-'));
    said = [];
    process.env['PATH'] = folder;
    process.env['ENGINES_CACHE'] = join(folder, 'cache');
  });

  afterEach(async () => {
    process.env['PATH'] = PATH;
    if (ENGINES_CACHE === undefined) delete process.env['ENGINES_CACHE'];
    else process.env['ENGINES_CACHE'] = ENGINES_CACHE;
    await rm(folder, { recursive: true });
  });

  async function program(name: string, script: string): Promise<void> {
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, name), 0o755);
  }

  async function reason(): Promise<string> {
    const started = startKafka({ folder: join(folder, 'own'), say: (line) => said.push(line) });
    const error = await started.then(
      () => undefined,
      (rejection: unknown) => rejection,
    );
    if (error instanceof EngineUnavailable && error.engine === 'Kafka') return error.reason;
    throw new Error('Kafka was had.', { cause: error });
  }

  it('says that Java is missing', async () => {
    expect(await reason()).toBe('java was not found');
  });

  it('says that Java is too old', async () => {
    await program('java', `echo 'openjdk version "11.0.2" 2019-01-15' >&2`);
    expect(await reason()).toBe('java is 11, Kafka needs 17 or newer');
  });

  it('says that Maven is missing', async () => {
    await program('java', `echo 'openjdk version "17.0.15" 2025-04-15' >&2`);
    expect(await reason()).toBe('mvn was not found');
    expect(await readdir(join(folder, 'cache'))).toEqual([]);
  });

  it('says what Maven said last when it fails', async () => {
    await program('java', `echo 'openjdk version "21" 2023-09-19' >&2`);
    await program('mvn', 'echo "[ERROR] the host cannot be reached"; exit 1');
    expect(await reason()).toBe('mvn ended with 1: [ERROR] the host cannot be reached');
    expect(said).toEqual([expect.stringMatching(/^▸ Fetching kafka-[\d.]+ \(44 MB\)/)]);
  });

  it('says when Maven brings something else', async () => {
    await program('java', `echo 'openjdk version "21" 2023-09-19' >&2`);
    await program('mvn', 'exit 0');
    expect(await reason()).toMatch(
      /^what was fetched for kafka-[\d.]+ is not what is pinned: .*\.jar \(missing\)/,
    );
  });
});
