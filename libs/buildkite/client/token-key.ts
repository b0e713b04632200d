import { createHash } from 'node:crypto';
import type { Secret } from '#libs/platform';

/** Under which a token's requests are counted while its user is not known: half of a SHA-256, which tells tokens apart and nothing about them. */
export function tokenKey(token: Secret): string {
  return `token:${createHash('sha256').update(token.reveal()).digest('hex').slice(0, 32)}`;
}
