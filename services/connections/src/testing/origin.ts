import { randomUUID } from 'node:crypto';
import type { CommandOrigin } from '../integration/integrations.js';

/** A command that has not come before; given again it is the same one again. */
export function anOrigin(requestDigest = 'digest'): CommandOrigin {
  return { commandId: randomUUID(), requestDigest, isKeyed: true, by: 'key-1' };
}
