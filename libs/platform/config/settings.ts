import { apiKeyEntries, isOrganizationSlug } from '../access/api-key-entry.js';
import { Secret } from '../secret.js';
import { parseKillAt } from '../stages/kill-at.js';
import { parseKeyRing } from '../vault/key-ring.js';
import { InvalidKeyRing } from '../vault/vault-errors.js';
import { InvalidValue, optional, setting, type Setting } from './setting.js';
import { count, duration, flag, list, oneOf, period, port, secretText, text, url } from './value-types.js';

const keyRing = {
  label: 'list of id:base64',
  parse(value: string): Secret {
    const keys = new Secret(value);
    try {
      parseKeyRing(keys);
    } catch (error) {
      if (!(error instanceof InvalidKeyRing)) throw error;
      throw new InvalidValue(`is not a list of keys: ${error.faults.join(' ').replace(/\.$/, '')}`);
    }
    return keys;
  },
};

const stage = {
  label: 'stage or stage:n',
  parse(value: string): string {
    try {
      parseKillAt(value);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw new InvalidValue(
        'must name a stage such as "append deploys before" or "handled sleuth.deploys.v1:3"',
      );
    }
    return value;
  },
};

const organizationSlug = {
  label: 'slug',
  parse(value: string): string {
    if (!isOrganizationSlug(value)) throw new InvalidValue('must be lower-case letters, digits and hyphens');
    return value;
  },
};

/** What is read again and again must not be forgotten in between: the sweep reads two days. */
const memory = {
  label: 'period',
  parse(value: string): number {
    const milliseconds = period.parse(value);
    if (milliseconds < 3 * 24 * 3_600_000) throw new InvalidValue('must be at least 3d');
    return milliseconds;
  },
};

/** Every setting of every process, in the order of the README's table. */
export const settings = {
  port: setting('PORT', port, { default: '8080', description: 'Port of the API.' }),
  managementPort: setting('MANAGEMENT_PORT', port, {
    default: '9090',
    description: 'Port of health, metrics and dead letters; keep it inside.',
  }),
  host: setting('HOST', text, {
    default: '127.0.0.1',
    description: 'Address that both ports listen on; `0.0.0.0` in a container.',
  }),
  publicUrl: optional('PUBLIC_URL', url, {
    description: 'Address under which others reach the API, e.g. Buildkite with its webhooks.',
  }),
  dataDir: setting('DATA_DIR', text, {
    default: './data',
    description: 'Folder of the embedded engines and of the keys made at the first start.',
  }),
  buildkiteApiUrl: setting('BUILDKITE_API_URL', url, {
    default: 'https://api.buildkite.com/v2',
    description: 'REST API of Buildkite; http or a private address only with `ALLOW_INSECURE=1`.',
  }),
  allowInsecure: setting('ALLOW_INSECURE', flag, {
    default: '0',
    description:
      'Allows what is for tests and demos only: plain http to Buildkite, another clock, planned kills.',
  }),
  apiKeys: optional('API_KEYS', apiKeyEntries, {
    secret: true,
    description: 'Who may use the API; without it an admin key is made at the first start.',
  }),
  organization: setting('ORGANIZATION', organizationSlug, {
    default: 'default',
    description: 'Organization of the admin key that is made at the first start.',
  }),
  vaultKeys: optional('VAULT_KEYS', keyRing, {
    secret: true,
    description:
      'Keys that Buildkite tokens are encrypted with, each of 32 bytes; the first is used for new ones; without it one is made at the first start.',
  }),
  eventStoreUrl: optional('EVENTSTORE_URL', secretText, {
    secret: true,
    description: 'EventStoreDB; the embedded event store when unset.',
  }),
  kafkaBrokers: optional('KAFKA_BROKERS', list, {
    description: 'Kafka, `host:port,…`; the embedded bus when unset, which is for one process.',
  }),
  kafkaTls: setting('KAFKA_TLS', flag, {
    default: '0',
    description:
      'Speaks to Kafka over TLS; `NODE_EXTRA_CA_CERTS` names a file with an authority of your own.',
  }),
  kafkaSaslMechanism: optional('KAFKA_SASL_MECHANISM', oneOf(['plain', 'scram-sha-256', 'scram-sha-512']), {
    description: 'How `KAFKA_USERNAME` and `KAFKA_PASSWORD` are shown to Kafka; without it nobody logs in.',
  }),
  kafkaUsername: optional('KAFKA_USERNAME', text, { description: 'Who logs in at Kafka.' }),
  kafkaPassword: optional('KAFKA_PASSWORD', secretText, {
    secret: true,
    description: 'Password of `KAFKA_USERNAME`.',
  }),
  kafkaSessionTimeoutMs: setting('KAFKA_SESSION_TIMEOUT', duration, {
    default: '15s',
    description:
      'After this long without a sign of life an instance loses its share of the records to the others.',
  }),
  mongodbUri: optional('MONGODB_URI', secretText, {
    secret: true,
    description: 'MongoDB; embedded documents when unset.',
  }),
  topicPrefix: setting('TOPIC_PREFIX', text, {
    default: '',
    description: 'Put in front of every topic and consumer group.',
  }),
  streamPrefix: setting('STREAM_PREFIX', text, {
    default: '',
    description: 'Put in front of every stream of the event store.',
  }),
  waitForEnginesMs: setting('WAIT_FOR_ENGINES', duration, {
    default: '60s',
    description: 'How long a start waits for an engine that does not answer yet.',
  }),
  trustedProxies: setting('TRUSTED_PROXIES', count, {
    default: '0',
    description: 'How many proxies in front are believed when they say who the client is.',
  }),
  snapshotDeadlineMs: setting('SNAPSHOT_DEADLINE', duration, {
    default: '10m',
    description: 'After this long a build snapshot is taken with what is known, marked incomplete.',
  }),
  pollIntervalMs: setting('POLL_INTERVAL', duration, {
    default: '60s',
    description: 'How often a connection is asked for new and unfinished builds.',
  }),
  rememberBuildsForMs: setting('REMEMBER_BUILDS_FOR', memory, {
    default: '90d',
    description:
      'So long behind its creation a build is forgotten that no deploy refers to; build snapshots never are.',
  }),
  backfillWindowMs: setting('BACKFILL_WINDOW', period, {
    default: '30d',
    description:
      'How far back the builds of a repository are read when a connection begins to serve it; `0` reads none.',
  }),
  logLevel: setting('LOG_LEVEL', oneOf(['debug', 'info', 'warn', 'error']), {
    default: 'info',
    description: 'The least important lines that are logged.',
  }),
  logFormat: optional('LOG_FORMAT', oneOf(['json', 'pretty']), {
    description: 'Form of the log; unset: `pretty` on a terminal, else `json`.',
  }),
  shutdownTimeoutMs: setting('SHUTDOWN_TIMEOUT', duration, {
    default: '20s',
    description: 'How long work in hand may take after SIGTERM or Ctrl-C.',
  }),
  clockUrl: optional('CLOCK_URL', url, {
    description: 'For tests: follow the clock of the Buildkite stand-in. Needs `ALLOW_INSECURE=1`.',
  }),
  killAt: optional('KILL_AT', stage, {
    description:
      'For tests: the process kills itself when it gets to the stage the n-th time. Needs `ALLOW_INSECURE=1`.',
  }),
} as const;

type ValueOf<AnySetting> = AnySetting extends Setting<infer Value> ? Value : never;

/** The validated settings of a process. Lengths of time are in milliseconds. */
export type Config = { readonly [Key in keyof typeof settings]: ValueOf<(typeof settings)[Key]> };

/** The settings that say where the engines are and how to get in. */
export const engineSettings = [
  'dataDir',
  'eventStoreUrl',
  'streamPrefix',
  'kafkaBrokers',
  'kafkaTls',
  'kafkaSaslMechanism',
  'kafkaUsername',
  'kafkaPassword',
  'kafkaSessionTimeoutMs',
  'topicPrefix',
  'mongodbUri',
  'waitForEnginesMs',
] as const satisfies readonly (keyof typeof settings)[];

export type EngineSettings = Pick<Config, (typeof engineSettings)[number]>;
