import { InvalidValue, type ValueType } from '../config/setting.js';
import { splitList } from '../config/value-types.js';
import { roles, type Role } from './caller.js';

/** What is kept of an API key: enough to recognise it, too little to use it. */
export interface ApiKeyEntry {
  readonly organization: string;
  readonly role: Role;
  /** SHA-256 of the whole key, 64 lower-case hex digits. */
  readonly sha256: string;
}

/** As in the published events: what they refuse must not get in. */
const slug = /^(?=.{1,100}$)[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Whether the text can name an organization: lower-case letters and digits, joined by single hyphens, 1 to 100. */
export function isOrganizationSlug(text: string): boolean {
  return slug.test(text);
}

/** Entries `organization:role:sha256`, separated by commas or line ends. */
export const apiKeyEntries: ValueType<readonly ApiKeyEntry[]> = {
  label: 'list of organization:role:sha256',
  parse(text) {
    const entries = splitList(text);
    if (entries.length === 0) throw new InvalidValue('must have at least one entry');
    return entries.map(parseEntry);
  },
};

function parseEntry(text: string, index: number): ApiKeyEntry {
  const [organization = '', roleName = '', sha256 = '', ...rest] = text.split(':');
  const role = roles.find((candidate) => candidate === roleName);
  const where = `entry ${index + 1}`;
  if (rest.length > 0 || !isOrganizationSlug(organization)) {
    throw new InvalidValue(`${where} must read organization:role:sha256, the organization as a slug`);
  }
  if (role === undefined) throw new InvalidValue(`${where} must have one of the roles ${roles.join(', ')}`);
  if (!/^[0-9a-f]{64}$/i.test(sha256))
    throw new InvalidValue(`${where} must end in the SHA-256 of the key, 64 hex digits`);
  return { organization, role, sha256: sha256.toLowerCase() };
}
