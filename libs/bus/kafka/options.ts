import type { BusLog } from '../log.js';

/** Credentials for SASL. They get into no log and no error. */
export interface KafkaCredentials {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
}

export interface KafkaBusOptions {
  /** Some brokers of the cluster, each as host:port; the others are learned from them. */
  readonly brokers: readonly string[];
  /** By what name this process shows in the brokers' logs and quotas. */
  readonly clientId: string;
  readonly log: BusLog;
  /** Speak TLS and check the certificate against the system's authorities. */
  readonly tls?: boolean;
  readonly sasl?: KafkaCredentials;
  /** For how long a member may be silent before its partitions go to others: milliseconds, 15,000 unless given. */
  readonly sessionTimeoutMs?: number;
}
