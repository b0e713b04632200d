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

/** A length of time in whole days, such as `30d`; in milliseconds once read. Too long for a timer. */
export const days: ValueType<number> = {
  label: 'days',
  parse(value) {
    const [, digits] = /^(\d{1,4})d$/.exec(value) ?? [];
    if (digits === undefined || Number(digits) < 1)
      throw new InvalidValue('must be a number of days from 1 to 9999, such as 30d');
    return Number(digits) * 24 * 3_600_000;
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
