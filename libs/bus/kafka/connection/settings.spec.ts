import { maxRecordBytes } from '../../port.js';
import { recordingLog } from '../../testing/recording-log.js';
import { clientSettings, consumerSettings, producerSettings } from './settings.js';

const options = { brokers: ['kafka:9092'], clientId: 'deploys', log: recordingLog() };

describe('The settings of a client', () => {
  it('name the brokers and give a slow connection time', () => {
    expect(clientSettings(options)).toMatchObject({
      brokers: ['kafka:9092'],
      clientId: 'deploys',
      ssl: false,
      connectionTimeout: 10_000,
      requestTimeout: 30_000,
    });
    expect(clientSettings(options)).not.toHaveProperty('sasl');
  });

  it('ask for TLS and show credentials when told so', () => {
    const sasl = { mechanism: 'scram-sha-512', username: 'deploys', password: 'secret' } as const;
    expect(clientSettings({ ...options, tls: true, sasl })).toMatchObject({ ssl: true, sasl });
  });

  it('never leave a broker that is back unnoticed for more than a few seconds', () => {
    expect(clientSettings(options).retry).toMatchObject({ retries: 8, maxRetryTime: 2000 });
  });
});

describe('The settings of a producer', () => {
  it('make no topics and number no records', () => {
    expect(producerSettings).toMatchObject({ allowAutoTopicCreation: false, idempotent: false });
    expect(producerSettings).not.toHaveProperty('transactionalId');
  });
});

describe('The settings of a consumer', () => {
  it('make no topics, and let the largest record through', () => {
    const settings = consumerSettings('deploys', { fetchWaitMs: 250 });
    expect(settings).toMatchObject({
      groupId: 'deploys',
      allowAutoTopicCreation: false,
      maxWaitTimeInMs: 250,
    });
    expect(settings.maxBytesPerPartition).toBeGreaterThanOrEqual(maxRecordBytes + 64 * 1024);
  });

  it('keep a silent member for 15 s unless told otherwise', () => {
    expect(consumerSettings('deploys', { fetchWaitMs: 250 }).sessionTimeout).toBe(15_000);
    expect(consumerSettings('deploys', { fetchWaitMs: 250, sessionTimeoutMs: 6000 }).sessionTimeout).toBe(
      6000,
    );
  });

  it.each([6000, 15_000, 60_000, 1000])(
    'send several heartbeats within a session of %d ms',
    (sessionTimeoutMs) => {
      const { heartbeatInterval = Infinity } = consumerSettings('deploys', {
        fetchWaitMs: 250,
        sessionTimeoutMs,
      });
      expect(heartbeatInterval).toBeLessThanOrEqual(sessionTimeoutMs / 5);
      expect(heartbeatInterval).toBeLessThanOrEqual(1000);
    },
  );

  it('leave what becomes of a crashed consumer to the bus', async () => {
    const restart = consumerSettings('deploys', { fetchWaitMs: 250 }).retry?.restartOnFailure;
    expect(await restart?.(new Error('crash'))).toBe(false);
  });
});
