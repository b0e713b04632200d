import { jest } from '@jest/globals';
import { EventStoreUnusable } from '../../errors.js';
import { parseUrl } from './parse-url.js';
import { hostsOf } from './store-address.js';

const problemOf = (url: string): EventStoreUnusable => {
  try {
    parseUrl(url);
  } catch (error) {
    expect(error).toBeInstanceOf(EventStoreUnusable);
    return error as EventStoreUnusable;
  }
  throw new Error(`${url} was taken.`);
};

describe('The URL of an EventStoreDB', () => {
  it('names one node, on the usual port and with TLS unless it says otherwise', () => {
    expect(parseUrl('esdb://store.example')).toEqual({
      hosts: [{ address: 'store.example', port: 2113 }],
      discover: false,
      tls: true,
      options: {},
    });
    expect(parseUrl(' esdb://127.0.0.1:22113/?tls=false\n')).toMatchObject({
      hosts: [{ address: '127.0.0.1', port: 22113 }],
      tls: false,
    });
  });

  it('names several nodes, or a cluster', () => {
    const several = parseUrl('esdb://one:1113,two,[::1]:3113?tls=true');
    expect(several.hosts).toEqual([
      { address: 'one', port: 1113 },
      { address: 'two', port: 2113 },
      { address: '[::1]', port: 3113 },
    ]);
    expect(hostsOf(several)).toBe('one:1113,two:2113,[::1]:3113');

    expect(parseUrl('esdb+discover://cluster.example:2113')).toMatchObject({
      hosts: [{ address: 'cluster.example', port: 2113 }],
      discover: true,
    });
  });

  it.each(['kurrentdb', 'kurrent', 'kdb'])('may call the protocol %s, as it is called today', (scheme) => {
    expect(parseUrl(`${scheme}://store`).discover).toBe(false);
    expect(parseUrl(`${scheme}+discover://store`).discover).toBe(true);
  });

  it('gives user and password as they were meant', () => {
    const { login, hosts } = parseUrl('esdb://ad%3Amin:p%40ss%3Aw%2Frd%25%3F@store:1');

    expect(login).toEqual({ username: 'ad:min', password: 'p@ss:w/rd%?' });
    expect(hosts).toEqual([{ address: 'store', port: 1 }]);
  });

  it.each([
    ['without a scheme', 'store:2113'],
    ['with another scheme', 'http://store:2113'],
    ['without a host', 'esdb://'],
    ['with an empty host in between', 'esdb://one,,two'],
    ['with a port that is none', 'esdb://store:70000'],
    ['with port 0', 'esdb://store:0'],
    ['with a path', 'esdb://store/path'],
    ['with a second ?', 'esdb://store?tls=true?tls=false'],
    ['with a fragment', 'esdb://store#here'],
    ['with two hosts to discover', 'esdb+discover://one,two'],
    ['with a user alone', 'esdb://user@store'],
    ['with an empty password', 'esdb://user:@store'],
    ['with a bare %', 'esdb://user:100%@store'],
  ])('is refused %s', (_, url) => {
    expect(problemOf(url).code).toBe('event-store-url-invalid');
  });

  it('is refused with credentials that would be dropped without TLS', () => {
    expect(problemOf('esdb://user:hunter2@store?tls=false')).toMatchObject({
      code: 'event-store-credentials-without-tls',
      message: expect.stringContaining('Leave out tls=false') as string,
    });
    expect(problemOf('esdb://store?tls=false&userCertFile=a&userKeyFile=b').code).toBe(
      'event-store-credentials-without-tls',
    );
  });

  describe('that holds a secret', () => {
    it.each([
      'esdb://user:hunter2@store?tls=false',
      'esdb://user:hunter2@store?tlsVerifyCert=false',
      'esdb://user:hunter2@store?unknown=1',
      'esdb://user:hunter2@store?tls=hunter2',
      'esdb://user:hunter2@store:port',
      'esdb://user:hunter2@',
      'esdb://user:hunter2:more@store',
      'esdb://user:hun@hunter2@store',
      'esdb://user:hun?hunter2=1@store',
      'esdb://user:hun/hunter2?a=b@store',
      'esdb://user:hunter2%@store',
      'esdb:/user:hunter2@store',
      'http://user:hunter2@store',
      'esdb://store?user:hunter2',
      'esdb://store?hunter2=1',
    ])('is repeated nowhere: %s', (url) => {
      const printed = ['warn', 'error', 'log', 'debug'].map((name) =>
        jest.spyOn(console, name as 'warn').mockImplementation(() => undefined),
      );

      const problem = problemOf(url);

      expect(`${problem.message} ${problem.stack} ${JSON.stringify(problem)}`).not.toContain('hunter2');
      expect(problem.cause).toBeUndefined();
      printed.forEach((print) => expect(print).not.toHaveBeenCalled());
      jest.restoreAllMocks();
    });
  });
});
