import type { StreamIdentifier as Identifier } from '@eventstore/db-client/generated/shared_pb.js';
import { StreamIdentifier } from './messages.js';

/** The name of a stream on the wire: its UTF-8 bytes. */
export function streamIdentifier(name: string): Identifier {
  return new StreamIdentifier().setStreamName(Buffer.from(name, 'utf8').toString('base64'));
}

/** The name that an identifier holds; undefined when it holds none. */
export function streamNameOf(identifier: Identifier | undefined): string | undefined {
  const bytes = identifier?.getStreamName_asU8();
  return bytes === undefined || bytes.length === 0 ? undefined : Buffer.from(bytes).toString('utf8');
}
