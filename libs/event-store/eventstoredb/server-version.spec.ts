import { isTooOld } from './server-version.js';

describe('The version of a server', () => {
  it.each(['20.6.0', '21.10.11', '22.10.5', '23.6.0', '23.9'])('%s is too old', (version) => {
    expect(isTooOld(version)).toBe(true);
  });

  it.each([
    '23.10.0',
    '24.2.0',
    '24.10.1',
    '25.0.0',
    '26.0.3',
    '26.2.0-alpha',
    '0.0.0',
    '00.10',
    'unknown',
    '',
    '100.1',
  ])('%s is not', (version) => {
    expect(isTooOld(version)).toBe(false);
  });
});
