import { isPrivateAddress } from './private-address.js';

const hostOf = (address: string) => new URL(address).hostname;

describe('a private address', () => {
  it.each([
    'https://127.0.0.1',
    'https://127.8.9.1',
    'https://0.0.0.0',
    'https://10.1.2.3',
    'https://172.16.0.1',
    'https://172.31.255.255',
    'https://192.168.1.1',
    'https://169.254.169.254',
    'https://100.64.0.1',
    'https://2130706433',
    'https://0x7f.1',
    'https://0177.0.0.1',
    'https://[::1]',
    'https://[::]',
    'https://[::ffff:10.0.0.1]',
    'https://[::ffff:7f00:1]',
    'https://[fd00::1]',
    'https://[fe80::1]',
    'https://[64:ff9b::a00:1]',
    'https://224.0.0.1',
    'https://255.255.255.255',
    'https://localhost',
    'https://localhost.',
    'https://LOCALHOST',
    'https://api.localhost',
    'https://printer.local',
    'https://metadata.google.internal',
    'https://buildkite',
  ])('is %s', (address) => {
    expect(isPrivateAddress(hostOf(address))).toBe(true);
  });

  it.each([
    'https://api.buildkite.com',
    'https://api.buildkite.com.',
    'https://8.8.8.8',
    'https://172.32.0.1',
    'https://100.128.0.1',
    'https://[2606:4700::1111]',
    'https://localhost.example.com',
    'https://10.example.com',
  ])('is not %s', (address) => {
    expect(isPrivateAddress(hostOf(address))).toBe(false);
  });
});
