import type { AppendReq } from '@eventstore/db-client/generated/streams_pb.js';
import { appendSize } from '../log/domain/record-size.js';
import type { ProposedEvent } from '../log/domain/recorded-event.js';
import { metadataPropertyMissing, unforeseen } from '../protocol/rpc-error.js';
import { uuidTextOf } from '../protocol/uuid.js';

/** The real server's default for the bytes of one append (ClusterVNodeOptions.cs, `MaxAppendSize`). */
export const MAX_APPEND_BYTES = 1_024 * 1_024;

type ProposedMessage = Pick<
  AppendReq.ProposedMessage,
  'getId' | 'getMetadataMap' | 'getData_asU8' | 'getCustomMetadata_asU8'
>;

/**
 * The event that a message proposes. Throws INVALID_ARGUMENT without type or content type, and UNKNOWN, as the real
 * server does, for an id that is none or an empty type.
 */
export function proposedEventOf(message: ProposedMessage): ProposedEvent {
  const properties = message.getMetadataMap();
  const type = properties.get('type');
  if (type === undefined) throw metadataPropertyMissing('type');
  const contentType = properties.get('content-type');
  if (contentType === undefined) throw metadataPropertyMissing('content-type');
  const id = uuidTextOf(message.getId());
  if (id === undefined || type === '') throw unforeseen();
  return {
    id,
    type,
    isJson: contentType === 'application/json',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

/** The events of one append while its messages arrive. */
export class Proposal {
  readonly events: ProposedEvent[] = [];
  private bytes = 0;

  add(message: ProposedMessage): void {
    const event = proposedEventOf(message);
    this.bytes += appendSize(event);
    this.events.push(event);
  }

  get isTooLarge(): boolean {
    return this.bytes > MAX_APPEND_BYTES;
  }
}
