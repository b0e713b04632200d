import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from '../engine.js';
import { freePort } from './free-port.js';
import { portAnswers } from './port-answers.js';
import { startServer, type ServerPlan } from './start-server.js';

/** Listens on the port that it is told, and says how it came to its end when it is asked to end. */
const LISTENER = `
  require('node:net').createServer().listen(Number(process.env.PORT), '127.0.0.1');
  process.on('SIGTERM', () => { console.log('ended in good order'); process.exit(0); });
  console.log('started');
`;

describe('a server that was started', () => {
  let folder: string;
  let port: number;
  let server: Engine | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'server-'));
    port = await freePort();
  });

  afterEach(async () => {
    await server?.stop();
    server = undefined;
    await rm(folder, { recursive: true });
  });

  const plan = (script: string): ServerPlan => ({
    engine: 'Kafka',
    command: process.execPath,
    args: ['-e', script],
    cwd: folder,
    env: { PORT: String(port) },
    output: join(folder, 'output'),
    answers: () => portAnswers(port),
  });

  const output = (): Promise<string> => readFile(join(folder, 'output'), 'utf8');

  it('answers', async () => {
    server = await startServer(plan(LISTENER));
    expect(await portAnswers(port)).toBe(true);
    expect(process.kill(server.pid, 0)).toBe(true);
  });

  it('ends in good order', async () => {
    server = await startServer(plan(LISTENER));
    await server.stop();
    expect(await portAnswers(port)).toBe(false);
    expect(await output()).toBe('started\nended in good order\n');
  });

  it('ends in good order also when it is halted', async () => {
    server = await startServer(plan(LISTENER));
    await server.kill('SIGSTOP');
    await server.stop();
    expect(await output()).toBe('started\nended in good order\n');
  });

  it('can be stopped twice', async () => {
    server = await startServer(plan(LISTENER));
    await server.stop();
    await server.stop();
    expect(await output()).toBe('started\nended in good order\n');
  });

  it('is gone once it was killed, and comes back where it was', async () => {
    server = await startServer(plan(LISTENER));
    const { pid } = server;
    await server.kill('SIGKILL');
    expect(await portAnswers(port)).toBe(false);
    await server.restart();
    expect(await portAnswers(port)).toBe(true);
    expect(server.pid).not.toBe(pid);
    expect(await output()).toBe('started\nstarted\n');
  });

  it('is ended before it is started again', async () => {
    server = await startServer(plan(LISTENER));
    await server.restart();
    expect(await output()).toBe('started\nended in good order\nstarted\n');
  });

  it('can be halted and go on', async () => {
    server = await startServer(plan(LISTENER));
    await server.kill('SIGSTOP');
    await server.kill('SIGCONT');
    expect(await portAnswers(port)).toBe(true);
  });

  it('tells when it has ended, whoever ended it', async () => {
    server = await startServer(plan(LISTENER));
    const ended = server.ended();
    process.kill(server.pid, 'SIGKILL');
    await expect(ended).resolves.toBeUndefined();
  });

  it('says its last lines when it ends before it answers', async () => {
    await expect(startServer(plan('console.log("no such folder"); process.exit(7)'))).rejects.toThrow(
      `Kafka ended with 7. The end of ${join(folder, 'output')}:\nno such folder`,
    );
  });

  it('says which signal ended it before it answered', async () => {
    await expect(startServer(plan('process.kill(process.pid, "SIGKILL")'))).rejects.toThrow(
      'Kafka ended with SIGKILL.',
    );
  });

  it('says when there is no such program', async () => {
    await expect(startServer({ ...plan(''), command: 'no-such-program' })).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });
});
