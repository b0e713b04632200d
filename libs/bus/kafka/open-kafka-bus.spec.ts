import { recordingLog } from '../testing/recording-log.js';
import { openKafkaBus } from './open-kafka-bus.js';
import { startFakeBroker } from './testing/fake-broker.js';

describe('Opening the bus on Kafka', () => {
  it('says that nothing answers, and where', async () => {
    const opening = openKafkaBus({ brokers: ['127.0.0.1:1'], clientId: 'deploys', log: recordingLog() });
    await expect(opening).rejects.toMatchObject({ code: 'bus-unreachable', brokers: ['127.0.0.1:1'] });
  });

  it('says that credentials are refused, and tells nobody what they are', async () => {
    const broker = await startFakeBroker();
    const log = recordingLog();
    const sasl = { mechanism: 'plain', username: 'hidden-user', password: 'hidden-password' } as const;
    const opening = openKafkaBus({ brokers: [broker.address], clientId: 'deploys', log, sasl });
    const error: unknown = await opening.catch((refusal: unknown) => refusal);
    await broker.close();
    expect(error).toMatchObject({ name: 'BusUnusable', code: 'bus-unusable' });
    expect((error as Error).message).toMatch(/refuses this client.*Invalid username or password/);
    expect(broker.received().toString('latin1')).toContain('hidden-password');
    const told = JSON.stringify([log.lines, error, (error as Error).message, (error as Error).stack]);
    expect(told).not.toContain('hidden-');
  });
});
