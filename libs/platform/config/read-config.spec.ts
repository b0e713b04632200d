import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { thrownBy } from '../testing/thrown-by.js';
import { InvalidSettings, readConfig, readEngineSettings, type Environment } from './read-config.js';

const digest = 'ab'.repeat(32);
const vaultKey = `k1:${Buffer.alloc(32, 7).toString('base64')}`;

function faultsOf(environment: Environment): readonly string[] {
  const error = thrownBy(() => readConfig(environment));
  expect(error).toBeInstanceOf(InvalidSettings);
  return (error as InvalidSettings).faults;
}

describe('the settings', () => {
  it('have defaults for everything that can have one', () => {
    expect(readConfig({})).toEqual({
      port: 8080,
      managementPort: 9090,
      host: '127.0.0.1',
      dataDir: './data',
      buildkiteApiUrl: 'https://api.buildkite.com/v2',
      allowInsecure: false,
      organization: 'default',
      kafkaTls: false,
      kafkaSessionTimeoutMs: 15_000,
      topicPrefix: '',
      streamPrefix: '',
      waitForEnginesMs: 60_000,
      trustedProxies: 0,
      snapshotDeadlineMs: 600_000,
      pollIntervalMs: 60_000,
      rememberBuildsForMs: 90 * 24 * 3_600_000,
      backfillWindowMs: 30 * 24 * 3_600_000,
      logLevel: 'info',
      shutdownTimeoutMs: 20_000,
    });
  });

  it('are read from the environment', () => {
    const config = readConfig({
      PORT: '0',
      API_KEYS: `acme:viewer:${digest}`,
      SNAPSHOT_DEADLINE: '2m',
      LOG_FORMAT: 'json',
    });
    expect(config).toMatchObject({ port: 0, snapshotDeadlineMs: 120_000, logFormat: 'json' });
    expect(config.apiKeys).toEqual([{ organization: 'acme', role: 'viewer', sha256: digest }]);
  });

  it.each(['0', '71h', '2d'])('do not let builds be forgotten after %s', (value) => {
    expect(faultsOf({ REMEMBER_BUILDS_FOR: value })).toEqual(['REMEMBER_BUILDS_FOR must be at least 3d.']);
  });

  it('count as not set when they are empty', () => {
    expect(readConfig({ PORT: '', API_KEYS: '', API_KEYS_FILE: '' })).toEqual(readConfig({}));
  });

  it('are refused with all their faults at once, without their values', () => {
    const faults = faultsOf({
      PORT: 'hunter2',
      LOG_LEVEL: 'loud',
      API_KEYS: 'hunter2',
      SHUTDOWN_TIMEOUT: '5',
    });
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual([
      'PORT',
      'API_KEYS',
      'LOG_LEVEL',
      'SHUTDOWN_TIMEOUT',
    ]);
    expect(faults.join()).not.toContain('hunter2');
  });

  it('are refused in one message that a terminal can show', () => {
    expect(thrownBy(() => readConfig({ PORT: 'x', MANAGEMENT_PORT: 'y' }))).toMatchObject({
      message:
        'Bad settings:\n  PORT must be a port number from 0 to 65535.\n  MANAGEMENT_PORT must be a port number from 0 to 65535.',
    });
  });
});

describe('a secret setting', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'settings-'));
    await writeFile(join(folder, 'keys'), `acme:admin:${digest}\nacme:viewer:${digest}\n`);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('may lie in a file', () => {
    expect(readConfig({ API_KEYS_FILE: join(folder, 'keys') }).apiKeys).toHaveLength(2);
  });

  it('does not show itself', () => {
    const config = readConfig({ VAULT_KEYS: vaultKey, MONGODB_URI: '' });
    expect(JSON.stringify(config)).not.toContain(vaultKey);
    expect(config.vaultKeys?.reveal()).toBe(vaultKey);
  });

  it('is refused when its file is not there, or when it is set twice', () => {
    expect(faultsOf({ VAULT_KEYS_FILE: join(folder, 'nothing') })).toEqual([
      'VAULT_KEYS cannot be read from the file that VAULT_KEYS_FILE names.',
    ]);
    expect(faultsOf({ API_KEYS: `a:admin:${digest}`, API_KEYS_FILE: join(folder, 'keys') })).toEqual([
      'API_KEYS and API_KEYS_FILE are both set; one must go.',
    ]);
  });

  it('is the only kind that may lie in a file', () => {
    expect(readConfig({ PORT_FILE: join(folder, 'keys') }).port).toBe(8080);
  });
});

describe('what is for tests only', () => {
  it.each<[string, Environment, string]>([
    ['plain http to Buildkite', { BUILDKITE_API_URL: 'http://api.buildkite.com/v2' }, 'BUILDKITE_API_URL'],
    ['a private address', { BUILDKITE_API_URL: 'https://169.254.169.254/v2' }, 'BUILDKITE_API_URL'],
    [
      'a port of another service',
      { BUILDKITE_API_URL: 'https://api.buildkite.com:22/v2' },
      'BUILDKITE_API_URL',
    ],
    ['another clock', { CLOCK_URL: 'http://127.0.0.1:1/clock' }, 'CLOCK_URL'],
    ['a planned kill', { KILL_AT: 'append deploys before:2' }, 'KILL_AT'],
  ])('%s is refused unless insecure settings are allowed', (_, environment, name) => {
    expect(faultsOf(environment)).toEqual([expect.stringMatching(`^${name} .*ALLOW_INSECURE=1`)]);
    expect(readConfig({ ...environment, ALLOW_INSECURE: '1' })).toBeDefined();
  });
});

describe('engines that processes share', () => {
  it('need keys that processes share', () => {
    expect(faultsOf({ KAFKA_BROKERS: 'kafka:9092' })).toEqual([
      expect.stringMatching(/^VAULT_KEYS must be set/),
      expect.stringMatching(/^API_KEYS must be set/),
    ]);
    const keys = { VAULT_KEYS: vaultKey, API_KEYS: `a:admin:${digest}` };
    expect(readConfig({ ...keys, KAFKA_BROKERS: 'a:1,b:2' }).kafkaBrokers).toEqual(['a:1', 'b:2']);
  });

  it('are not said to be missing when they are there and wrong', () => {
    expect(faultsOf({ KAFKA_BROKERS: 'kafka:9092', VAULT_KEYS: 'k1:short', API_KEYS: 'x' })).toEqual([
      expect.stringMatching(/^API_KEYS entry 1 must/),
      'VAULT_KEYS is not a list of keys: Key 1 is not id:key with 32 bytes in base64.',
    ]);
  });
});

describe('logging in at Kafka', () => {
  const together = {
    KAFKA_SASL_MECHANISM: 'scram-sha-512',
    KAFKA_USERNAME: 'snapshots',
    KAFKA_PASSWORD: 'hunter2',
  };

  it('takes a mechanism, a user and a password', () => {
    const config = readConfig(together);
    expect(config).toMatchObject({ kafkaSaslMechanism: 'scram-sha-512', kafkaUsername: 'snapshots' });
    expect(config.kafkaPassword?.reveal()).toBe('hunter2');
  });

  it.each(Object.keys(together))('is refused without %s', (name) => {
    expect(faultsOf({ ...together, [name]: '' })).toEqual([
      `${name} is missing: KAFKA_SASL_MECHANISM, KAFKA_USERNAME, KAFKA_PASSWORD are needed together.`,
    ]);
  });

  it('is not said to be incomplete when a part is there and wrong', () => {
    expect(faultsOf({ ...together, KAFKA_SASL_MECHANISM: 'gssapi' })).toEqual([
      'KAFKA_SASL_MECHANISM must be one of plain, scram-sha-256, scram-sha-512.',
    ]);
  });
});

describe('the settings of the engines alone', () => {
  const environment = {
    EVENTSTORE_URL: 'esdb://events:2113',
    KAFKA_BROKERS: 'kafka:9092',
    MONGODB_URI: 'mongodb://documents/snapshots',
  };

  it('need no keys, and nothing of the others has to be right', () => {
    const config = readEngineSettings({ ...environment, PORT: 'none', TOPIC_PREFIX: 'team-a.' });
    expect(config).toMatchObject({ kafkaBrokers: ['kafka:9092'], topicPrefix: 'team-a.' });
    expect(config).not.toHaveProperty('port');
  });

  it('are refused with all their faults', () => {
    const read = () => readEngineSettings({ ...environment, KAFKA_TLS: 'yes', KAFKA_USERNAME: 'me' });
    expect(thrownBy(read)).toMatchObject({
      faults: [
        'KAFKA_TLS must be 1 or 0.',
        expect.stringMatching(/^KAFKA_SASL_MECHANISM is missing/),
        expect.stringMatching(/^KAFKA_PASSWORD is missing/),
      ],
    });
  });
});

describe('a stage to be killed at', () => {
  it('is refused when there is none of that name', () => {
    expect(faultsOf({ KILL_AT: 'append', ALLOW_INSECURE: '1' })).toEqual([
      expect.stringMatching(/^KILL_AT must name a stage/),
    ]);
  });
});
