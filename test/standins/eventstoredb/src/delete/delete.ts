import type { handleUnaryCall, Metadata } from '@grpc/grpc-js';
import type {
  DeleteReq,
  DeleteResp as DeleteReply,
  TombstoneReq,
  TombstoneResp as TombstoneReply,
} from '@eventstore/db-client/generated/streams_pb.js';
import { expectedRevisionOf, expectedVersionNumber } from '../protocol/expected-revision-of.js';
import { DeleteResp, TombstoneResp } from '../protocol/messages.js';
import { streamDeleted, unforeseen, wrongExpectedVersion } from '../protocol/rpc-error.js';
import { streamNameOf } from '../protocol/stream-identifier.js';
import type { CallGate } from '../server/call-gate.js';
import type { Store } from '../store/store.js';

type Options = DeleteReq.Options | TombstoneReq.Options | undefined;

/** Deletes the stream that the options name; gives the position of what was written for it. */
async function deleteStream(
  gate: CallGate,
  store: Store,
  metadata: Metadata,
  options: Options,
  forEver: boolean,
): Promise<string> {
  gate.count('delete');
  const user = gate.identify(metadata);
  const stream = streamNameOf(options?.getStreamIdentifier());
  if (options === undefined || stream === undefined) throw unforeseen();
  const expected = expectedRevisionOf(options);
  gate.allow(user, 'delete', stream);
  const outcome = await store.delete({ stream, expected, forEver });
  switch (outcome.kind) {
    case 'written':
      return String(outcome.position);
    case 'wrong-expected-version':
      throw wrongExpectedVersion('Delete', stream, expectedVersionNumber(expected), outcome.currentRevision);
    case 'stream-deleted':
      throw streamDeleted(stream);
  }
}

/** `Streams.Delete`: the stream may begin anew. */
export function deleteHandler(gate: CallGate, store: Store): handleUnaryCall<DeleteReq, DeleteReply> {
  return (call, callback) => {
    deleteStream(gate, store, call.metadata, call.request.getOptions(), false).then(
      (at) => {
        const position = new DeleteResp.Position().setCommitPosition(at).setPreparePosition(at);
        callback(null, new DeleteResp().setPosition(position));
      },
      (error: Error) => callback(error),
    );
  };
}

/** `Streams.Tombstone`: the stream is gone for ever. */
export function tombstoneHandler(
  gate: CallGate,
  store: Store,
): handleUnaryCall<TombstoneReq, TombstoneReply> {
  return (call, callback) => {
    deleteStream(gate, store, call.metadata, call.request.getOptions(), true).then(
      (at) => {
        const position = new TombstoneResp.Position().setCommitPosition(at).setPreparePosition(at);
        callback(null, new TombstoneResp().setPosition(position));
      },
      (error: Error) => callback(error),
    );
  };
}
