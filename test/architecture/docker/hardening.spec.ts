import { KAFKA } from '../../engines/versions.js';
import { compose, oneShots, ours, services } from './compose-file.js';
import { manifest } from './repository.js';

describe.each(services)('%s in docker-compose.yml', (name, service) => {
  it('is started by a profile', () => {
    expect(service.profiles.length).toBeGreaterThan(0);
    expect(['engines', 'all', 'demo']).toEqual(expect.arrayContaining([...service.profiles]));
  });

  it('runs an image of one version', () => {
    expect(service.image).toMatch(/^[a-z0-9./-]+:\d+\.\d+\.\d+(-[a-z0-9.-]+)?$/);
  });

  it('can gain no rights', () => {
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.security_opt).toContain('no-new-privileges:true');
    expect(service.cap_add ?? []).toEqual([]);
    expect(service.privileged ?? false).toBe(false);
  });

  it('takes no more memory than it is given', () => {
    expect(service.mem_limit).toMatch(/^\d+[mg]$/);
  });

  it('is published on the loopback of the host alone', () => {
    expect((service.ports ?? []).filter((port) => !/^127\.0\.0\.1:\d+:\d+$/.test(port))).toEqual([]);
  });

  it('says whether it is well, or runs to its end once', () => {
    const looked = service.healthcheck?.test !== undefined && service.healthcheck.disable !== true;
    expect({ looked, restart: service.restart }).toEqual(
      oneShots.has(name) ? { looked: false, restart: 'no' } : { looked: true, restart: 'unless-stopped' },
    );
  });

  it('mounts volumes by name and no folder of the host', () => {
    expect((service.volumes ?? []).filter((volume) => !/^[a-z-]+:\//.test(volume))).toEqual([]);
  });
});

describe.each(ours)('%s, as a process of ours,', (_name, service) => {
  it('belongs to nobody and writes nowhere but in memory and its volume', () => {
    expect(service).toMatchObject({ user: '65532:65532', read_only: true, tmpfs: ['/tmp'], init: true });
  });

  it('has the time to finish what is in hand', () => {
    const shutdown = Number.parseInt(String(service.environment?.['SHUTDOWN_TIMEOUT'] ?? '20s'), 10);
    expect(service.stop_grace_period).toMatch(/^\d+s$/);
    expect(Number.parseInt(service.stop_grace_period ?? '', 10)).toBeGreaterThanOrEqual(shutdown + 10);
  });

  it('is of the version that package.json names', () => {
    expect(service.image).toBe(`build-snapshots:${manifest.version}`);
  });
});

describe('the networks', () => {
  const engines = ['kafka', 'eventstore', 'mongo', 'mongo-replica-set', 'provision'];

  it.each(engines)('let %s be reached by the services alone', (name) => {
    expect(compose.services[name]?.networks).toEqual(['engines']);
    expect(compose.services[name]?.ports).toBeUndefined();
  });

  it('lead nowhere else from the engines and from the services', () => {
    expect(compose.networks).toMatchObject({ engines: { internal: true }, api: { internal: true } });
  });

  it('let out only who asks Buildkite or is asked from the host', () => {
    const out = services.filter(([, { networks }]) => networks.includes('outside')).map(([name]) => name);
    expect(out.sort()).toEqual(['builds', 'connections', 'demo', 'engine-ports', 'router']);
  });
});

describe('the order of the start', () => {
  it.each(['connections', 'builds', 'deploys'])('has everything made before %s begins', (name) => {
    expect(compose.services[name]?.depends_on).toEqual({
      provision: { condition: 'service_completed_successfully' },
    });
  });

  it('makes it once the engines are well', () => {
    expect(compose.services['provision']?.depends_on).toEqual({
      kafka: { condition: 'service_healthy' },
      eventstore: { condition: 'service_healthy' },
      mongo: { condition: 'service_healthy' },
      'mongo-replica-set': { condition: 'service_completed_successfully' },
    });
  });
});

describe('Kafka', () => {
  it('is of the version that the tests run on', () => {
    expect(compose.services['kafka']?.image).toBe(`apache/kafka:${KAFKA.version}`);
  });

  it('tells containers and programs on the host an address that each can reach', () => {
    const { KAFKA_ADVERTISED_LISTENERS, KAFKA_LISTENERS } = compose.services['kafka']?.environment ?? {};
    const ports = (listeners: unknown) =>
      String(listeners)
        .split(',')
        .filter((listener) => !listener.startsWith('CONTROLLER'))
        .map((listener) => listener.replace(/:\/\/[^:]*:/, ' '));
    expect(KAFKA_ADVERTISED_LISTENERS).toBe('CONTAINERS://kafka:19092,HOST://127.0.0.1:9092');
    expect(ports(KAFKA_LISTENERS)).toEqual(ports(KAFKA_ADVERTISED_LISTENERS));
    expect(compose.services['connections']?.environment?.['KAFKA_BROKERS']).toBe('kafka:19092');
    expect(compose.services['engine-ports']?.ports).toContain('127.0.0.1:9092:9092');
  });
});
