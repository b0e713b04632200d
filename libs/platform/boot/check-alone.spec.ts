import { thrownBy } from '../testing/thrown-by.js';
import { checkAlone } from './check-alone.js';
import { StartupError } from './startup-error.js';

const all = [{ name: 'connections' }, { name: 'builds' }, { name: 'deploys' }] as const;

describe('a service that starts alone', () => {
  it('says that it needs Kafka, or the others', () => {
    const error = thrownBy(() => checkAlone([{ name: 'deploys' }], { kafkaBrokers: undefined }));
    expect(error).toBeInstanceOf(StartupError);
    expect(error).toMatchObject({
      message:
        'deploys cannot run without connections and builds, and without Kafka they have no way to each other. ' +
        'Set KAFKA_BROKERS, or run all services in one process with: npm start',
    });
  });

  it('may, with Kafka', () => {
    expect(() => checkAlone([{ name: 'deploys' }], { kafkaBrokers: ['kafka:9092'] })).not.toThrow();
  });

  it('is not alone when all are in the process', () => {
    expect(() => checkAlone(all, { kafkaBrokers: undefined })).not.toThrow();
    expect(() => checkAlone(all.slice(1), { kafkaBrokers: undefined })).toThrow('connections');
  });
});
