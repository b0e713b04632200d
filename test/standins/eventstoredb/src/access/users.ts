import { timingSafeEqual, createHash } from 'node:crypto';
import type { User } from './domain/access.js';

/** A user with the password that shows it is them. */
export interface Account extends User {
  readonly password: string;
}

/**
 * Accounts from `name:password:group:group,name:password`; an empty text has none. Throws a RangeError that repeats no
 * password when one lacks its name or password.
 */
export function readAccounts(text: string): readonly Account[] {
  if (text === '') return [];
  return text.split(',').map((account, index) => {
    const [name = '', password = '', ...groups] = account.split(':');
    if (name === '' || password === '')
      throw new RangeError(`Account ${String(index + 1)} of USERS is not name:password[:group…].`);
    return { name, password, groups };
  });
}

function sameText(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** The user whom an `authorization` header shows, or undefined when it shows nobody. */
export function userShownBy(header: string, accounts: readonly Account[]): User | undefined {
  const [, encoded] = /^Basic ([A-Za-z0-9+/]+=*)$/.exec(header) ?? [];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon === -1) return undefined;
  const account = accounts.find(({ name }) => name === text.slice(0, colon));
  if (account === undefined || !sameText(account.password, text.slice(colon + 1))) return undefined;
  return { name: account.name, groups: account.groups };
}
