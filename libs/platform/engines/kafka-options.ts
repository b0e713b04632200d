import type { KafkaBusOptions } from '#libs/bus';
import type { EngineSettings } from '../config/settings.js';

/** How the settings say to reach Kafka; undefined when they name no brokers. */
export function kafkaOptions(settings: EngineSettings): Omit<KafkaBusOptions, 'log'> | undefined {
  const { kafkaBrokers, kafkaTls, kafkaSaslMechanism, kafkaUsername, kafkaPassword } = settings;
  if (kafkaBrokers === undefined) return undefined;
  const withoutLogin = {
    brokers: kafkaBrokers,
    clientId: 'build-snapshots',
    tls: kafkaTls,
    sessionTimeoutMs: settings.kafkaSessionTimeoutMs,
  };
  if (kafkaSaslMechanism === undefined || kafkaUsername === undefined || kafkaPassword === undefined)
    return withoutLogin;
  const sasl = { mechanism: kafkaSaslMechanism, username: kafkaUsername, password: kafkaPassword.reveal() };
  return { ...withoutLogin, sasl };
}
