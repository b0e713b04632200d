import {
  logLevel,
  type ConsumerConfig,
  type KafkaConfig,
  type ProducerConfig,
  type SASLOptions,
} from 'kafkajs';
import { busLogCreator } from './bus-log-creator.js';
import type { KafkaBusOptions } from '../options.js';
import { maxRecordSetBytes } from '../../record-size.js';

const defaultSessionTimeoutMs = 15_000;

/**
 * How often kafkajs tries again before it gives up, written out since its defaults change with NODE_ENV: for eleven
 * seconds, and never two seconds without a try, so that a broker that is back is soon found.
 */
export const retry = {
  initialRetryTime: 200,
  maxRetryTime: 2000,
  factor: 0.2,
  multiplier: 2,
  retries: 8,
} as const;

/** What every connection of this bus has in common. */
export function clientSettings({ brokers, clientId, log, tls, sasl }: KafkaBusOptions): KafkaConfig {
  return {
    brokers: [...brokers],
    clientId,
    ssl: tls ?? false,
    ...(sasl && { sasl: { ...sasl } as SASLOptions }),
    connectionTimeout: 10_000,
    authenticationTimeout: 10_000,
    requestTimeout: 30_000,
    retry,
    logLevel: logLevel.INFO,
    logCreator: () => busLogCreator(log),
  };
}

/**
 * A producer that fails towards repeats and never towards loss: not idempotent, since kafkajs uses a sequence number
 * again after a failure, by which the broker takes other records for repeats (kafkajs `sendMessages.js`).
 */
export const producerSettings: ProducerConfig = {
  allowAutoTopicCreation: false,
  idempotent: false,
  retry: { ...retry, retries: 4 },
};

/**
 * A member of a group.
 *
 * Heartbeats come every second, not every three: until its next one a member does not know that others wait for it to
 * share the partitions anew. A consumer that crashed is not restarted by kafkajs: the bus makes a new one.
 */
export function consumerSettings(
  group: string,
  {
    sessionTimeoutMs = defaultSessionTimeoutMs,
    fetchWaitMs,
  }: Pick<KafkaBusOptions, 'sessionTimeoutMs'> & { readonly fetchWaitMs: number },
): ConsumerConfig & { readonly sessionTimeout: number } {
  return {
    groupId: group,
    allowAutoTopicCreation: false,
    sessionTimeout: sessionTimeoutMs,
    rebalanceTimeout: 30_000,
    heartbeatInterval: Math.min(1000, Math.floor(sessionTimeoutMs / 5)),
    maxWaitTimeInMs: fetchWaitMs,
    maxBytesPerPartition: maxRecordSetBytes,
    retry: {
      ...retry,
      initialRetryTime: 100,
      restartOnFailure: () => Promise.resolve(false),
    },
  };
}
