import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../config/read-config.js';
import { eventually } from '../testing/eventually.js';
import { RecordingLog } from '../testing/recording-log.js';
import { FakeProcess } from '../testing/fake-process.js';
import { slowRequest, tinyServices } from '../testing/tiny-services.js';
import { runServices } from './run-services.js';
import type { startServices } from './start-services.js';

let dataDir: string;
let host: FakeProcess;
let output: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'run-services-'));
  host = new FakeProcess();
  output = '';
  slowRequest.reset();
});
afterEach(() => rm(dataDir, { recursive: true }));

function run(environment: Record<string, string> = {}, services = tinyServices): Promise<void> {
  const settings = { DATA_DIR: dataDir, PORT: '0', MANAGEMENT_PORT: '0', LOG_FORMAT: 'json', ...environment };
  return runServices(services, { environment: settings, write: (text) => (output += text) }, { host });
}

async function ready(): Promise<string> {
  await eventually(async () => expect(output).toContain('"Ready."'));
  return /"api":"([^"]+)"/.exec(output)?.[1] ?? '';
}

describe('a process of services', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('ends with 0 after %s', async (signal) => {
    const ended = run();
    await ready();
    host.emit(signal, signal);
    await ended;
    expect(host.exits).toEqual([0]);
    expect(output).toContain('Stopping');
  });

  it('ends although the signal comes while it starts', async () => {
    const ended = run();
    host.emit('SIGTERM', 'SIGTERM');
    await ended;
    expect(host.exits).toEqual([0]);
  });

  it('ends with 1 when work in hand takes longer than SHUTDOWN_TIMEOUT', async () => {
    const ended = run({ SHUTDOWN_TIMEOUT: '50ms', LOG_LEVEL: 'debug' });
    const url = await ready();
    const key = /bsk_\S+/.exec(output)?.[0] ?? '';
    const slow = fetch(`${url}/v1/organizations/default/notes/slow`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}` },
    });
    await slowRequest.begun.promise;
    host.emit('SIGTERM', 'SIGTERM');
    await ended;
    expect(host.exits).toEqual([1]);
    expect(output).toContain('SHUTDOWN_TIMEOUT is over');
    slowRequest.finish.resolve();
    await slow;
    await eventually(async () => expect(output).toMatch(/event store".*"Stopped/));
  });

  it('ends with 2 when a person has to mend something, and says what', async () => {
    await run({ PORT: 'x' });
    expect(host.exits).toEqual([2]);
    expect(host.errors).toMatch(/^Bad settings:\n {2}PORT must be a port number/);
  });

  it('ends with 0 when the signal comes while it waits for an engine', async () => {
    const waiting = Promise.withResolvers<void>();
    const start: typeof startServices = (_services, { signal } = {}) => {
      waiting.resolve();
      return new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason as Error));
      });
    };
    const ended = runServices(tinyServices, {}, { host, start });
    await waiting.promise;
    host.emit('SIGTERM', 'SIGTERM');
    await ended;
    expect(host.exits).toEqual([0]);
    expect(host.errors).toBe('');
  });

  it('ends with 2 when it is one service on embedded engines', async () => {
    await run({}, tinyServices.slice(0, 1));
    expect(host.exits).toEqual([2]);
    expect(host.errors).toContain('run all services in one process with: npm start');
  });

  it('ends with 1 and the stack when the start fails for a reason of ours', async () => {
    const broken = { ...tinyServices[0], module: undefined } as unknown as (typeof tinyServices)[0];
    await run({}, [broken, ...tinyServices.slice(1)]);
    expect(host.exits).toEqual([1]);
    expect(host.errors).toMatch(/\n\s+at /);
  });

  it('ends with 1, after a clean stop, when a part of it can no longer work', async () => {
    let stopped = false;
    const start: typeof startServices = async (_services, options) => {
      options?.onFailed?.(new Error('the consumer broke'));
      return {
        url: 'http://127.0.0.1:1',
        managementUrl: 'http://127.0.0.1:2',
        config: readConfig({}),
        log: new RecordingLog(),
        stop: async () => (stopped = true),
      };
    };
    await runServices(tinyServices, {}, { host, start });
    expect(host.exits).toEqual([1]);
    expect(stopped).toBe(true);
  });

  it('ends with 1 when nobody caught an error', async () => {
    const ended = run();
    await ready();
    host.emit('uncaughtException', new Error('lost'));
    expect(host.exits).toEqual([1]);
    expect(output).toContain('"message":"lost"');
    host.emit('SIGTERM', 'SIGTERM');
    await ended;
  });
});
