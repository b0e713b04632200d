import { readEngineSettings } from '../config/read-config.js';
import { kafkaOptions } from './kafka-options.js';

describe('how Kafka is reached', () => {
  it('is not said when the bus is embedded', () => {
    expect(kafkaOptions(readEngineSettings({ KAFKA_TLS: '1' }))).toBeUndefined();
  });

  it('is plain and without a login unless the settings say more', () => {
    expect(kafkaOptions(readEngineSettings({ KAFKA_BROKERS: 'a:9092,b:9092' }))).toEqual({
      brokers: ['a:9092', 'b:9092'],
      clientId: 'build-snapshots',
      tls: false,
      sessionTimeoutMs: 15_000,
    });
  });

  it('may be over TLS with a login', () => {
    const settings = readEngineSettings({
      KAFKA_BROKERS: 'a:9093',
      KAFKA_TLS: '1',
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
      KAFKA_USERNAME: 'snapshots',
      KAFKA_PASSWORD: 'hunter2',
      KAFKA_SESSION_TIMEOUT: '6s',
    });
    expect(kafkaOptions(settings)).toMatchObject({
      tls: true,
      sasl: { mechanism: 'scram-sha-512', username: 'snapshots', password: 'hunter2' },
      sessionTimeoutMs: 6_000,
    });
  });
});
