import { AddressRefused } from '../errors.js';
import { apiUrlOf } from './api-url.js';

const refuse = (text: string, allowInsecure: boolean) =>
  expect(() => apiUrlOf(text, allowInsecure)).toThrow(AddressRefused);

describe('the address of the API', () => {
  it.each([
    ['https://api.buildkite.com/v2', 'https://api.buildkite.com/v2'],
    ['https://api.buildkite.com/v2/', 'https://api.buildkite.com/v2'],
    ['https://api.buildkite.com:443/v2', 'https://api.buildkite.com/v2'],
    ['HTTPS://API.buildkite.com/v2', 'https://api.buildkite.com/v2'],
    ['https://1.1.1.1/v2', 'https://1.1.1.1/v2'],
  ])('may be %s', (text, url) => {
    expect(apiUrlOf(text, false).href).toBe(url);
  });

  it.each([
    'http://api.buildkite.com/v2',
    'https://127.0.0.1/v2',
    'https://0.0.0.0/v2',
    'https://[::1]/v2',
    'https://[::ffff:10.0.0.1]/v2',
    'https://169.254.169.254/latest',
    'https://2130706433/v2',
    'https://0177.0.0.1/v2',
    'https://0x7f.1/v2',
    'https://192.168.0.10/v2',
    'https://api.buildkite.com:22/v2',
    'https://api.buildkite.com:8443/v2',
  ])('may not be %s, unless that is allowed', (text) => {
    refuse(text, false);
    expect(apiUrlOf(text, true)).toBeInstanceOf(URL);
  });

  it.each([
    '',
    'api.buildkite.com',
    'file:///etc/passwd',
    'gopher://api.buildkite.com/',
    'https://api.buildkite.com@evil.example/v2',
    'https://user:secret@api.buildkite.com/v2',
    'https://api.buildkite.com/v2?token=x',
    'https://api.buildkite.com/v2#x',
  ])('may never be %s', (text) => {
    refuse(text, false);
    refuse(text, true);
  });

  it('is not repeated in the refusal, for it may hold a password', () => {
    expect(() => apiUrlOf('https://user:CANARY@api.buildkite.com', true)).toThrow(/^((?!CANARY).)*$/);
  });
});
