import { createServer } from 'node:net';
import { once } from 'node:events';
import { FakeProcess } from '../testing/fake-process.js';
import { tinyServices } from '../testing/tiny-services.js';
import { runProvision } from './run-provision.js';

const distributed = {
  EVENTSTORE_URL: 'esdb://127.0.0.1:1?tls=false',
  KAFKA_BROKERS: '127.0.0.1:1',
  MONGODB_URI: 'mongodb://somebody:hunter2@127.0.0.1:1/snapshots?replicaSet=rs0',
};

async function run(environment: Record<string, string>): Promise<{ host: FakeProcess; output: string }> {
  const host = new FakeProcess();
  let output = '';
  await runProvision(tinyServices, { host, environment, write: (text) => (output += text) });
  return { host, output };
}

describe('the provisioning step', () => {
  it('is for engines that services share, and says which one is not named', async () => {
    const { host } = await run({ ...distributed, KAFKA_BROKERS: '' });
    expect(host.exits).toEqual([2]);
    expect(host.errors).toMatch(
      /^KAFKA_BROKERS must be set: provisioning is for engines that services share/,
    );
  });

  it('lists what is wrong with the settings of the engines', async () => {
    const { host } = await run({ ...distributed, KAFKA_TLS: 'perhaps', PORT: 'is none of its business' });
    expect(host.exits).toEqual([2]);
    expect(host.errors).toMatch(/^Bad settings:\n {2}KAFKA_TLS must be 1 or 0\.\n/);
  });

  it('waits for an engine that does not answer, then names it and no secret', async () => {
    const { host, output } = await run({ ...distributed, WAIT_FOR_ENGINES: '1500ms' });
    expect(host.exits).toEqual([2]);
    expect(output).toContain('Waiting for an engine.');
    expect(host.errors).toContain('127.0.0.1:1');
    expect(output + host.errors).not.toContain('hunter2');
  });

  it('ends when it is told to while it waits', async () => {
    const deaf = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
    await once(deaf, 'listening');
    const host = new FakeProcess();
    const running = runProvision(tinyServices, {
      host,
      environment: distributed,
      write: () => host.emit('SIGTERM', 'SIGTERM'),
    });
    await running;
    deaf.close();
    expect(host.exits).toHaveLength(1);
  });
});
