import { randomBytes } from 'node:crypto';

/** A commit that nobody has built or deployed yet. */
export function newSha(): string {
  return randomBytes(20).toString('hex');
}
