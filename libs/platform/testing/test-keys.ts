import type { ApiKeyEntry } from '../access/api-key-entry.js';
import { apiKeyEntries } from '../access/api-key-entry.js';
import { apiKeyEntryText, newApiKey } from '../access/api-key.js';
import { roles, type Role } from '../access/caller.js';

/** A fresh API key for each role of an organization, and the entries by which they are recognised. */
export interface TestKeys {
  readonly keys: Readonly<Record<Role, string>>;
  readonly entries: readonly ApiKeyEntry[];
}

/** @param organization slug */
export function issueTestKeys(organization: string): TestKeys {
  const keys = Object.fromEntries(roles.map((role) => [role, newApiKey().reveal()])) as Record<Role, string>;
  const entries = roles.map((role) => apiKeyEntryText(organization, role, keys[role]));
  return { keys, entries: apiKeyEntries.parse(entries.join(',')) };
}
