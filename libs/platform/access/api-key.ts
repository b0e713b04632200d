import { createHash, randomBytes } from 'node:crypto';
import { Secret } from '../secret.js';
import type { Role } from './caller.js';

const shape = /^bsk_([0-9a-f]{8})_[A-Za-z0-9_-]{43}$/;

/** The id that an API key `bsk_<id>_<secret>` carries, to tell keys apart in logs; undefined for other text. */
export function apiKeyId(key: string): string | undefined {
  return shape.exec(key)?.[1];
}

/** A new key with 256 random bits. */
export function newApiKey(): Secret {
  return new Secret(`bsk_${randomBytes(4).toString('hex')}_${randomBytes(32).toString('base64url')}`);
}

/** The entry for `API_KEYS` by which a key is recognised: `organization:role:sha256`. */
export function apiKeyEntryText(organization: string, role: Role, key: string): string {
  return `${organization}:${role}:${createHash('sha256').update(key).digest('hex')}`;
}

/** A new key together with its entry for `API_KEYS`. */
export function issueApiKey(
  organization: string,
  role: Role,
): { readonly key: Secret; readonly entry: string } {
  const key = newApiKey();
  return { key, entry: apiKeyEntryText(organization, role, key.reveal()) };
}
