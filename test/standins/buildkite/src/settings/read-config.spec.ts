import { readConfig } from './read-config.js';

const NOW = Date.UTC(2026, 2, 1, 12);

describe('the configuration', () => {
  it('needs nothing: any free port of the loopback interface, the time of the machine, Buildkite’s limits', () => {
    expect(readConfig({}, NOW)).toEqual({
      host: '127.0.0.1',
      port: 0,
      clock: 'real',
      startAtMs: NOW,
      dataDir: undefined,
      seed: undefined,
      demoToken: undefined,
      settings: { replyDelayMs: 0, organizationLimit: 200, userLimit: 50 },
    });
  });

  it('is read from the environment', () => {
    const environment = {
      HOST: '0.0.0.0',
      PORT: '8090',
      CLOCK: 'frozen',
      START_AT: '2026-03-01T12:00:00Z',
      DATA_DIR: '/data',
      SEED_WORLD: 'demo',
      DEMO_TOKEN: 'bkua_x',
      REPLY_DELAY_MS: '100',
      ORGANIZATION_RATE_LIMIT: '400',
      USER_RATE_LIMIT: '100',
    };
    expect(readConfig(environment, 0)).toEqual({
      host: '0.0.0.0',
      port: 8090,
      clock: 'frozen',
      startAtMs: NOW,
      dataDir: '/data',
      seed: 'demo',
      demoToken: 'bkua_x',
      settings: { replyDelayMs: 100, organizationLimit: 400, userLimit: 100 },
    });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(
      readConfig({ PORT: '', CLOCK: '', START_AT: '', DATA_DIR: '', SEED_WORLD: '', DEMO_TOKEN: '' }, NOW),
    ).toEqual(readConfig({}, NOW));
  });

  it.each([
    ['PORT', 'http', 'PORT is not a whole number: http'],
    ['REPLY_DELAY_MS', '-1', 'REPLY_DELAY_MS is not a whole number: -1'],
    ['CLOCK', 'sundial', 'CLOCK is none of real, frozen: sundial'],
    ['SEED_WORLD', 'chaos', 'SEED_WORLD is none of demo: chaos'],
    ['START_AT', 'noon', 'START_AT is not an ISO 8601 instant: noon'],
  ])('names the variable that makes no sense: %s', (name, value, message) => {
    expect(() => readConfig({ [name]: value }, NOW)).toThrow(new RangeError(message));
  });
});
