import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Secret } from '../secret.js';
import { InvalidKeyRing } from './vault-errors.js';

/** A key that encrypts secrets: 256 bits, and the name under which its ciphertexts ask for it. */
export interface VaultKey {
  readonly id: string;
  readonly key: KeyObject;
}

/** Keys of the vault. New secrets get the active one; the others still open what they closed. */
export interface KeyRing {
  readonly active: VaultKey;
  find(id: string): VaultKey | undefined;
}

const keyBytes = 32;
const keyId = /^[A-Za-z0-9_-]{1,32}$/;
const base64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * @param text `id:base64key,id:base64key,…`, each key of 32 bytes, the first is the active one
 * @throws InvalidKeyRing with all faults, named by their place: what stands for an id may well be a key
 */
export function parseKeyRing(text: Secret): KeyRing {
  const keys: VaultKey[] = [];
  const faults: string[] = [];
  for (const [index, entry] of text.reveal().trim().split(',').entries()) {
    const key = parseKey(entry.trim());
    if (key === undefined) faults.push(`Key ${index + 1} is not id:key with ${keyBytes} bytes in base64.`);
    else if (keys.some(({ id }) => id === key.id)) faults.push(`Key ${index + 1} has the id of another.`);
    else keys.push(key);
  }
  const [active] = keys;
  if (active === undefined || faults.length > 0) throw new InvalidKeyRing(faults);
  return { active, find: (id) => keys.find((key) => key.id === id) };
}

function parseKey(entry: string): VaultKey | undefined {
  const colon = entry.indexOf(':');
  const [id, encoded] = [entry.slice(0, Math.max(colon, 0)), entry.slice(colon + 1)];
  if (!keyId.test(id) || !base64.test(encoded)) return undefined;
  const bytes = Buffer.from(encoded, 'base64');
  return bytes.length === keyBytes ? { id, key: createSecretKey(bytes) } : undefined;
}
