import type { AppendResp as Reply } from '@eventstore/db-client/generated/streams_pb.js';
import { AppendResp, Empty } from '../protocol/messages.js';
import type { ExpectedRevision } from '../store/domain/append-decision.js';
import type { Written } from '../store/outcome.js';

/** The reply to an append that was written, now or before. */
export function successReply({ lastRevision, position }: Written): Reply {
  const at = String(position);
  const success = new AppendResp.Success().setPosition(
    new AppendResp.Position().setCommitPosition(at).setPreparePosition(at),
  );
  if (lastRevision < 0) success.setNoStream(new Empty());
  else success.setCurrentRevision(String(lastRevision));
  return new AppendResp().setSuccess(success);
}

/** The reply to an append whose expectation was wrong, with the fields that clients read since 20.10
 * (Streams.Append.cs). */
export function wrongExpectedVersionReply(expected: ExpectedRevision, currentRevision: number): Reply {
  const wrong = new AppendResp.WrongExpectedVersion();
  switch (expected.kind) {
    case 'any':
      wrong.setExpectedAny(new Empty());
      break;
    case 'stream-exists':
      wrong.setExpectedStreamExists(new Empty());
      break;
    case 'no-stream':
      wrong.setExpectedNoStream(new Empty());
      break;
    case 'revision': {
      const revision = String(expected.revision);
      wrong.setExpectedRevision(revision);
    }
  }
  const current = String(currentRevision);
  if (currentRevision < 0) wrong.setCurrentNoStream(new Empty());
  else wrong.setCurrentRevision(current);
  return new AppendResp().setWrongExpectedVersion(wrong);
}
