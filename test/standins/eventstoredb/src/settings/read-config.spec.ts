import { readConfig } from './read-config.js';

describe('the configuration', () => {
  it('is a server for this machine, in memory, open to everybody, on free ports', () => {
    expect(readConfig({})).toEqual({
      host: '127.0.0.1',
      port: 0,
      controlPort: 0,
      dataDir: undefined,
      accounts: [],
      tls: undefined,
    });
  });

  it('is what the environment says', () => {
    expect(
      readConfig({
        HOST: '0.0.0.0',
        PORT: '2113',
        CONTROL_PORT: '2114',
        DATA_DIR: '/data',
        USERS: 'svc:pass:readers',
        TLS_CERT_FILE: '/cert',
        TLS_KEY_FILE: '/key',
      }),
    ).toEqual({
      host: '0.0.0.0',
      port: 2113,
      controlPort: 2114,
      dataDir: '/data',
      accounts: [{ name: 'svc', password: 'pass', groups: ['readers'] }],
      tls: { certificateFile: '/cert', keyFile: '/key' },
    });
  });

  it('takes an empty variable for none', () => {
    expect(readConfig({ HOST: '', PORT: '', DATA_DIR: '', USERS: '', TLS_CERT_FILE: '' })).toEqual(
      readConfig({}),
    );
  });

  it.each([
    [{ PORT: 'web' }, 'PORT is not a port: web'],
    [{ PORT: '-1' }, 'PORT is not a port: -1'],
    [{ CONTROL_PORT: '65536' }, 'CONTROL_PORT is not a port: 65536'],
    [{ TLS_KEY_FILE: '/key' }, 'TLS_CERT_FILE and TLS_KEY_FILE are set together or not at all.'],
    [{ USERS: 'svc' }, 'Account 1 of USERS is not name:password[:group…].'],
  ])('is refused where %j makes no sense', (env, message) => {
    expect(() => readConfig(env)).toThrow(new RangeError(message));
  });
});
