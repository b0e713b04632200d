import { parseOptions } from './parse-options.js';

describe('The options of the URL', () => {
  it('are none: then TLS is on', () => {
    expect(parseOptions('')).toEqual({ tls: true });
  });

  it('are all that the client knows and that hold here', () => {
    const query = [
      'tls=true',
      'tlsVerifyCert=true',
      'tlsCAFile=%2Fetc%2Fca%20file.pem',
      'userCertFile=/c',
      'userKeyFile=/k',
      'connectionName=deploys%40host',
      'keepAliveInterval=10000',
      'keepAliveTimeout=20000',
      'maxDiscoverAttempts=3',
      'discoveryInterval=50',
      'gossipTimeout=2',
      'nodePreference=leader',
      'throwOnAppendFailure=true',
    ].join('&');

    expect(parseOptions(query)).toEqual({
      tls: true,
      tlsCAFile: '/etc/ca file.pem',
      userCertFile: '/c',
      userKeyFile: '/k',
      connectionName: 'deploys@host',
      keepAliveInterval: 10_000,
      keepAliveTimeout: 20_000,
      maxDiscoverAttempts: 3,
      discoveryInterval: 50,
      gossipTimeout: 2,
    });
  });

  it('may be written as other clients write them', () => {
    expect(parseOptions('TLS=false&tls-ca-file=a&Gossip_Timeout=4')).toEqual({
      tls: false,
      tlsCAFile: 'a',
      gossipTimeout: 4,
    });
  });

  it.each([
    [
      'tlsVerifyCert=false',
      'Its option tlsVerifyCert takes true only: name the certificates to trust with tlsCAFile.',
    ],
    ['tls=yes', 'Its option tls takes true or false.'],
    ['tls', 'Its option tls takes true or false.'],
    ['keepAliveInterval=-1', 'Its option keepAliveInterval takes 10000 ms or more.'],
    ['keepAliveInterval=9999', 'Its option keepAliveInterval takes 10000 ms or more.'],
    ['keepAliveTimeout=ten', 'Its option keepAliveTimeout takes 10000 ms or more.'],
    ['gossipTimeout=0', 'Its option gossipTimeout takes 1 second or more.'],
    ['nodePreference=follower', 'Its option nodePreference takes leader only'],
    ['throwOnAppendFailure=false', 'Its option throwOnAppendFailure takes true only'],
    ['defaultDeadline=5', 'It has no option defaultDeadline.'],
    ['constructor=1', 'It has no option constructor.'],
    ['half%20a%20password=1', 'It has no option of that name.'],
    ['userCertFile=/c', 'Its options userCertFile and userKeyFile go together.'],
    ['connectionName=%E0%A4%A', 'A % in it is written %25.'],
  ])('are refused by name: %s', (query, message) => {
    expect(() => parseOptions(query)).toThrow(message);
    expect(() => parseOptions(query)).toThrow(
      expect.objectContaining({ code: 'event-store-url-invalid' }) as Error,
    );
  });
});
