import { thrownBy } from '../testing/thrown-by.js';
import { InvalidValue, type ValueType } from './setting.js';
import { count, duration, flag, list, oneOf, period, port, secretText, text, url } from './value-types.js';

const level = oneOf(['info', 'warn']);

describe('the values of settings', () => {
  it.each<[ValueType<unknown>, string, unknown]>([
    [text, 'a b', 'a b'],
    [port, '0', 0],
    [port, '65535', 65_535],
    [count, '12', 12],
    [flag, '1', true],
    [flag, 'true', true],
    [flag, '0', false],
    [flag, 'false', false],
    [duration, '500ms', 500],
    [duration, '60s', 60_000],
    [duration, '10m', 600_000],
    [duration, '1h', 3_600_000],
    [duration, '1ms', 1],
    [period, '30d', 30 * 24 * 3_600_000],
    [period, '720h', 720 * 3_600_000],
    [period, '3650d', 3_650 * 24 * 3_600_000],
    [period, '0', 0],
    [list, 'a:1, b:2\n,c', ['a:1', 'b:2', 'c']],
    [level, 'warn', 'warn'],
    [url, 'https://api.buildkite.com/v2/', 'https://api.buildkite.com/v2'],
    [url, 'http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ])('%o reads %j', (type, value, read) => {
    expect(type.parse(value)).toEqual(read);
  });

  it.each<[ValueType<unknown>, string]>([
    [text, 'a\nb'],
    [text, 'a\0b'],
    [port, '65536'],
    [port, '-1'],
    [port, '80.5'],
    [port, '0x50'],
    [port, ''],
    [count, 'many'],
    [count, '1e3'],
    [flag, 'yes'],
    [duration, '10'],
    [duration, 'm'],
    [duration, '10 m'],
    [duration, '-1s'],
    [duration, '1.5h'],
    [duration, '1d'],
    [duration, '0s'],
    [duration, '1000h'],
    [period, '30'],
    [period, '30m'],
    [period, '0d'],
    [period, '-1d'],
    [period, '1.5d'],
    [period, '3651d'],
    [list, ' , '],
    [level, 'WARN'],
    [url, 'api.buildkite.com'],
    [url, 'file:///etc/passwd'],
    [url, 'gopher://x'],
    [url, 'https://user:password@api.buildkite.com'],
    [url, 'https://api.buildkite.com?x=y'],
    [url, 'https://api.buildkite.com#x'],
  ])('%o refuses %j', (type, value) => {
    expect(thrownBy(() => type.parse(value))).toBeInstanceOf(InvalidValue);
  });

  it('never show what they refuse', () => {
    for (const type of [text, port, count, flag, duration, level, url]) {
      expect(String(thrownBy(() => type.parse('hunter2\n')))).not.toContain('hunter2');
    }
  });

  it('keep secrets out of sight', () => {
    expect(String(secretText.parse('hunter2'))).toBe('[secret]');
    expect(secretText.parse('hunter2').reveal()).toBe('hunter2');
  });
});
