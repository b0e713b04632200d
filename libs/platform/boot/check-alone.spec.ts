import { Secret } from '../secret.js';
import { thrownBy } from '../testing/thrown-by.js';
import { checkAlone } from './check-alone.js';
import { StartupError } from './startup-error.js';

const all = [{ name: 'connections' }, { name: 'builds' }, { name: 'deploys' }] as const;
const embedded = { eventStoreUrl: undefined, kafkaBrokers: undefined, mongodbUri: undefined };
const distributed = {
  eventStoreUrl: new Secret('esdb://events:2113'),
  kafkaBrokers: ['kafka:9092'],
  mongodbUri: new Secret('mongodb://documents/snapshots'),
};

describe('a service that starts alone', () => {
  it('says that it needs engines to share, or the others', () => {
    const error = thrownBy(() => checkAlone([{ name: 'deploys' }], embedded));
    expect(error).toBeInstanceOf(StartupError);
    expect(error).toMatchObject({
      message:
        'deploys cannot run without connections and builds, and embedded engines are no way to each other. ' +
        'Set EVENTSTORE_URL, KAFKA_BROKERS, MONGODB_URI, or run all services in one process with: npm start',
    });
  });

  it('names only what is not set', () => {
    const error = thrownBy(() =>
      checkAlone([{ name: 'builds' }], { ...distributed, kafkaBrokers: undefined }),
    );
    expect((error as Error).message).toContain('Set KAFKA_BROKERS, or');
  });

  it('may, with all three', () => {
    expect(() => checkAlone([{ name: 'deploys' }], distributed)).not.toThrow();
  });

  it('is not alone when all are in the process', () => {
    expect(() => checkAlone(all, embedded)).not.toThrow();
    expect(() => checkAlone(all.slice(1), embedded)).toThrow('connections');
  });
});
