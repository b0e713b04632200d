import type { ApiKeyEntry } from '../access/api-key-entry.js';
import { apiKeyEntries } from '../access/api-key-entry.js';
import { issueApiKey } from '../access/api-key.js';
import { roles, type Role } from '../access/caller.js';

/** A fresh API key for each role of an organization, and the entries by which they are recognised. */
export interface TestKeys {
  readonly keys: Readonly<Record<Role, string>>;
  readonly entries: readonly ApiKeyEntry[];
}

/** @param organization slug */
export function issueTestKeys(organization: string): TestKeys {
  const issued = roles.map((role) => ({ role, ...issueApiKey(organization, role) }));
  const keys = Object.fromEntries(issued.map(({ role, key }) => [role, key.reveal()])) as Record<
    Role,
    string
  >;
  return { keys, entries: apiKeyEntries.parse(issued.map(({ entry }) => entry).join(',')) };
}
