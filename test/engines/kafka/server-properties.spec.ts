import { serverProperties } from './server-properties.js';

describe('the settings of a broker', () => {
  const text = serverProperties({
    port: 21_001,
    controllerPort: 21_002,
    dataFolder: '/own/data',
    sessionTimeoutMin: 1_500,
  });
  const settings = Object.fromEntries(
    text
      .trimEnd()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );

  it('have it reached on the loopback interface alone', () => {
    expect(settings['listeners']).toBe('PLAINTEXT://127.0.0.1:21001,CONTROLLER://127.0.0.1:21002');
    expect(settings['advertised.listeners']).toBe('PLAINTEXT://127.0.0.1:21001');
    expect(settings['controller.quorum.voters']).toBe('1@127.0.0.1:21002');
  });

  it('ask for one replica of everything, since there is one broker', () => {
    const replicas = Object.entries(settings).filter(([name]) =>
      /replication\.factor|min\.isr|min\.insync/.test(name),
    );
    expect(replicas.length).toBe(6);
    expect(replicas.filter(([, value]) => value !== '1')).toEqual([]);
  });

  it('create no topic that nobody provisioned', () => {
    expect(settings['auto.create.topics.enable']).toBe('false');
  });

  it('leave the size of a record to the topics', () => {
    expect(text).not.toContain('max.bytes');
  });

  it('keep its data where it was told, and let groups be as quick as was asked', () => {
    expect(settings['log.dirs']).toBe('/own/data');
    expect(settings['group.min.session.timeout.ms']).toBe('1500');
  });
});
