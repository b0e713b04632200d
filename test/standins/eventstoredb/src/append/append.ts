import type { handleClientStreamingCall, ServerReadableStream } from '@grpc/grpc-js';
import type { AppendReq, AppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { CallGate } from '../server/call-gate.js';
import { expectedRevisionOf } from '../protocol/expected-revision-of.js';
import { maximumAppendSizeExceeded, streamDeleted, unforeseen } from '../protocol/rpc-error.js';
import { streamNameOf } from '../protocol/stream-identifier.js';
import type { ExpectedRevision } from '../store/domain/append-decision.js';
import { successReply, wrongExpectedVersionReply } from './append-reply.js';
import type { FaultyAppends } from './faulty-appends.js';
import { MAX_APPEND_BYTES, Proposal } from './proposed.js';

type AppendCall = ServerReadableStream<AppendReq, AppendResp>;

/** The target of an append; throws INVALID_ARGUMENT or UNKNOWN when the first message does not name it. */
function targetOf(first: AppendReq): { readonly stream: string; readonly expected: ExpectedRevision } {
  const options = first.getOptions();
  const stream = streamNameOf(options?.getStreamIdentifier());
  if (options === undefined || stream === undefined) throw unforeseen();
  return { stream, expected: expectedRevisionOf(options) };
}

/** `Streams.Append`: first a message with the stream and the expectation, then one for each event, then one reply. */
export function appendHandler(
  gate: CallGate,
  appends: FaultyAppends,
): handleClientStreamingCall<AppendReq, AppendResp> {
  const answer = async (call: AppendCall): Promise<AppendResp> => {
    const user = gate.identify(call.metadata);
    const proposal = new Proposal();
    let target: ReturnType<typeof targetOf> | undefined;
    for await (const message of call as AsyncIterable<AppendReq>) {
      if (target === undefined) {
        target = targetOf(message);
        gate.allow(user, 'write', target.stream);
        continue;
      }
      const proposed = message.getProposedMessage();
      if (proposed === undefined) throw unforeseen();
      proposal.add(proposed);
      if (proposal.isTooLarge) throw maximumAppendSizeExceeded(MAX_APPEND_BYTES);
    }
    if (target === undefined) throw unforeseen();
    const outcome = await appends.append({ ...target, events: proposal.events }, call.getPeer());
    switch (outcome.kind) {
      case 'written':
        return successReply(outcome);
      case 'wrong-expected-version':
        return wrongExpectedVersionReply(target.expected, outcome.currentRevision);
      case 'stream-deleted':
        throw streamDeleted(target.stream);
    }
  };
  return (call, callback) => {
    gate.count('append');
    answer(call).then(
      (reply) => callback(null, reply),
      (error: Error) => callback(error),
    );
  };
}
