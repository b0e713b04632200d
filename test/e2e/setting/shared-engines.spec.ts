import { enginesOf, takeEngines, withDatabase } from './shared-engines.js';

const env = {
  EVENTSTORE_URL: 'esdb://127.0.0.1:1?tls=false',
  KAFKA_BROKERS: '127.0.0.1:2',
  MONGODB_URI: 'mongodb://a:b@127.0.0.1:3,127.0.0.1:4/dev?replicaSet=rs0',
};

describe('engines that products share', () => {
  it('give each product names of its own', () => {
    const [one, other] = [takeEngines('/data/1', env), takeEngines('/data/2', env)];
    expect(one).toMatchObject({ EVENTSTORE_URL: env.EVENTSTORE_URL, KAFKA_BROKERS: env.KAFKA_BROKERS });
    for (const name of ['MONGODB_URI', 'TOPIC_PREFIX', 'STREAM_PREFIX'] as const)
      expect(one[name]).not.toBe(other[name]);
    expect(enginesOf('/data/1')).toBe(one);
    expect(enginesOf('/data/3')).toBeUndefined();
  });

  it('are asked for when they are not there', () => {
    expect(() => takeEngines('/data/1', { ...env, KAFKA_BROKERS: '' })).toThrow('npm run test:e2e:engines');
  });

  it.each([
    ['mongodb://h:1/dev?replicaSet=rs0', 'mongodb://h:1/mine?replicaSet=rs0'],
    ['mongodb://h:1', 'mongodb://h:1/mine'],
    ['mongodb://h:1/?tls=true', 'mongodb://h:1/mine?tls=true'],
    ['mongodb://u:p%2F@h:1,i:2/dev', 'mongodb://u:p%2F@h:1,i:2/mine'],
    ['mongodb+srv://h/dev', 'mongodb+srv://h/mine'],
  ])('have a database of that name beside %s', (uri, own) => {
    expect(withDatabase(uri, 'mine')).toBe(own);
  });
});
