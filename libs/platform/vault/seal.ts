import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Secret } from '../secret.js';
import type { KeyRing, VaultKey } from './key-ring.js';
import { VaultUnreadable } from './vault-errors.js';

/** A secret under AES-256-GCM. Bytes are base64. */
export interface Sealed {
  /** Id of the key that closed it. */
  readonly key: string;
  /** 96 bits, random for every sealing. */
  readonly iv: string;
  /** 128 bits that any change to ciphertext, iv or place breaks. */
  readonly tag: string;
  readonly ciphertext: string;
}

/** Where a secret belongs: its ciphertext opens nowhere else. */
export interface Place {
  readonly organization: string;
  readonly connection: string;
  readonly version: string;
}

const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/** Encrypts a secret for one place. */
export function seal({ id, key }: VaultKey, place: Place, secret: Secret): Sealed {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(algorithm, key, iv, { authTagLength: tagBytes }).setAAD(bound(place));
  const ciphertext = Buffer.concat([cipher.update(secret.reveal(), 'utf8'), cipher.final()]);
  return {
    key: id,
    iv: iv.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    ciphertext: ciphertext.toString('base64'),
  };
}

/**
 * Decrypts what was sealed for this place.
 * @throws VaultUnreadable when the key is missing, anything was altered or it was sealed for another place
 */
export function unseal(keyRing: KeyRing, place: Place, sealed: Sealed): Secret {
  const key = keyRing.find(sealed.key);
  if (key === undefined) throw new VaultUnreadable(place.connection, 'unknown-key');
  try {
    return decrypt(key, place, sealed);
  } catch (cause) {
    throw new VaultUnreadable(place.connection, 'altered', { cause });
  }
}

function decrypt({ key }: VaultKey, place: Place, { iv, tag, ciphertext }: Sealed): Secret {
  const decipher = createDecipheriv(algorithm, key, Buffer.from(iv, 'base64'), { authTagLength: tagBytes })
    .setAAD(bound(place))
    .setAuthTag(Buffer.from(tag, 'base64'));
  const text = Buffer.concat([decipher.update(Buffer.from(ciphertext, 'base64')), decipher.final()]);
  return new Secret(text.toString('utf8'));
}

/** As JSON, in which no two places look alike. */
function bound({ organization, connection, version }: Place): Buffer {
  return Buffer.from(JSON.stringify([organization, connection, version]));
}
