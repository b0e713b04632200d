import { Secret } from '../secret.js';
import { InvalidValue, type ValueType } from './setting.js';

/** Any text without control characters. */
export const text: ValueType<string> = {
  label: 'text',
  parse(value) {
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    if (/[\u0000-\u001f\u007f]/.test(value)) throw new InvalidValue('must be one line of text');
    return value;
  },
};

/** Text that must not be seen. */
export const secretText: ValueType<Secret> = { label: 'text', parse: (value) => new Secret(value) };

/** A TCP port; 0 lets the system choose a free one. */
export const port: ValueType<number> = {
  label: 'port',
  parse(value) {
    const number = wholeNumber(value);
    if (number === undefined || number > 65_535)
      throw new InvalidValue('must be a port number from 0 to 65535');
    return number;
  },
};

/** A whole number from 0 up. */
export const count: ValueType<number> = {
  label: 'number',
  parse(value) {
    const number = wholeNumber(value);
    if (number === undefined) throw new InvalidValue('must be a whole number from 0 up');
    return number;
  },
};

/** `1` or `true`, `0` or `false`. */
export const flag: ValueType<boolean> = {
  label: '0 or 1',
  parse(value) {
    if (value === '1' || value === 'true') return true;
    if (value === '0' || value === 'false') return false;
    throw new InvalidValue('must be 1 or 0');
  },
};

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** What the timers of Node.js can wait for, in milliseconds. */
const longestTimer = 2 ** 31 - 1;

/** A length of time such as `500ms`, `60s`, `10m` or `1h`; in milliseconds once read. */
export const duration: ValueType<number> = {
  label: 'duration',
  parse(value) {
    const [, digits, unit] = /^(\d{1,9})(ms|s|m|h)$/.exec(value) ?? [];
    const milliseconds = Number(digits) * (units[unit ?? ''] ?? NaN);
    if (Number.isNaN(milliseconds))
      throw new InvalidValue('must be a number with a unit, such as 500ms, 60s, 10m or 1h');
    if (milliseconds < 1 || milliseconds > longestTimer)
      throw new InvalidValue('must be between 1ms and 24 days');
    return milliseconds;
  },
};

const dayMs = 24 * 3_600_000;

/** A length of time that no timer waits for, such as `30d` or `12h`, up to 3650 days, or `0` for none at all; in milliseconds once read. */
export const period: ValueType<number> = {
  label: 'period',
  parse(value) {
    if (value === '0') return 0;
    const [, digits, unit] = /^(\d{1,6})(h|d)$/.exec(value) ?? [];
    const milliseconds = Number(digits) * (unit === 'd' ? dayMs : 3_600_000);
    if (Number.isNaN(milliseconds))
      throw new InvalidValue('must be a number of hours or days, such as 12h or 30d, or 0');
    if (milliseconds < 3_600_000 || milliseconds > 3_650 * dayMs)
      throw new InvalidValue('must be between 1h and 3650d, or 0');
    return milliseconds;
  },
};

/** Entries separated by commas or line ends; empty ones are passed over. */
export const list: ValueType<readonly string[]> = {
  label: 'list',
  parse(value) {
    const entries = splitList(value);
    if (entries.length === 0) throw new InvalidValue('must have at least one entry');
    return entries;
  },
};

/** One of some words. */
export function oneOf<const Word extends string>(words: readonly Word[]): ValueType<Word> {
  return {
    label: words.join(' or '),
    parse(value) {
      const word = words.find((candidate) => candidate === value);
      if (word === undefined) throw new InvalidValue(`must be one of ${words.join(', ')}`);
      return word;
    },
  };
}

/** An http or https address without user, password, query and fragment; a slash at its end is taken away. */
export const url: ValueType<string> = {
  label: 'URL',
  parse(value) {
    const address = URL.parse(value);
    if (address === null || !/^https?:$/.test(address.protocol))
      throw new InvalidValue('must be an http(s) address');
    if (address.username !== '' || address.password !== '') {
      throw new InvalidValue('must not carry a user or password');
    }
    if (address.search !== '' || address.hash !== '')
      throw new InvalidValue('must not carry a query or fragment');
    return address.href.replace(/\/+$/, '');
  },
};

/** The entries of a text separated by commas or line ends, trimmed, without empty ones. */
export function splitList(value: string): readonly string[] {
  return value
    .split(/[,\n]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function wholeNumber(value: string): number | undefined {
  return /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}
