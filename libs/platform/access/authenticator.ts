import { createHash, timingSafeEqual } from 'node:crypto';
import type { ApiKeyEntry } from './api-key-entry.js';
import { apiKeyId } from './api-key.js';
import type { Caller } from './caller.js';

/** Recognises API keys. Keeps their digests only. */
export class Authenticator {
  readonly #entries: readonly { readonly entry: ApiKeyEntry; readonly digest: Buffer }[];

  constructor(entries: readonly ApiKeyEntry[]) {
    this.#entries = entries.map((entry) => ({ entry, digest: Buffer.from(entry.sha256, 'hex') }));
  }

  /** Who the key belongs to; undefined when it is not one of ours. Takes as long for a wrong key as for a right one. */
  authenticate(key: string): Caller | undefined {
    const id = apiKeyId(key);
    const digest = createHash('sha256').update(key).digest();
    const matches = this.#entries.filter((candidate) => timingSafeEqual(candidate.digest, digest));
    const match = matches[0];
    if (match === undefined || id === undefined) return undefined;
    return { organization: match.entry.organization, role: match.entry.role, key: id };
  }
}
