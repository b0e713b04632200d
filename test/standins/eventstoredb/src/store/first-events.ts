import { randomUUID } from 'node:crypto';
import type { User } from '../access/domain/access.js';
import type { ProposedEvent } from '../log/domain/recorded-event.js';
import type { Store } from './store.js';

const NO_STREAM = { kind: 'no-stream' } as const;

function systemEvent(type: string, data: unknown): ProposedEvent {
  return {
    id: randomUUID(),
    type,
    isJson: true,
    data: Buffer.from(JSON.stringify(data)),
    metadata: new Uint8Array(),
  };
}

/**
 * Writes into an empty log what a server writes for itself, so that whoever reads everything meets events that are not
 * theirs, as they do with a real one. Passwords are not written.
 */
export async function writeFirstEvents(store: Store, users: readonly User[]): Promise<void> {
  if (store.keptEvents > 0) return;
  const events = [systemEvent('$metadata', { $maxAge: 2_592_000 })];
  await store.append({ stream: '$$$scavenges', expected: NO_STREAM, events });
  for (const { name, groups } of users) {
    const created = systemEvent('$UserCreated', { loginName: name, fullName: name, groups });
    await store.append({ stream: `$user-${name}`, expected: NO_STREAM, events: [created] });
  }
}
