import type { handleBidiStreamingCall, ServerDuplexStream } from '@grpc/grpc-js';
import type { Status } from '@eventstore/db-client/generated/status_pb.js';
import type { BatchAppendReq, BatchAppendResp as Reply } from '@eventstore/db-client/generated/streams_pb.js';
import type { User } from '../access/domain/access.js';
import { AllStreamPosition, BatchAppendResp, GoogleEmpty } from '../protocol/messages.js';
import { RpcError } from '../protocol/rpc-error.js';
import { streamIdentifier, streamNameOf } from '../protocol/stream-identifier.js';
import type { CallGate } from '../server/call-gate.js';
import type { ExpectedRevision } from '../store/domain/append-decision.js';
import type { Written } from '../store/outcome.js';
import { expectedOfBatch, timeLeftMs } from './batch-request.js';
import {
  accessDeniedStatus,
  badRequestStatus,
  streamDeletedStatus,
  timeoutStatus,
  tooLargeStatus,
  wrongExpectedVersionStatus,
} from './batch-status.js';
import type { FaultyAppends } from './faulty-appends.js';
import { Proposal } from './proposed.js';

type BatchCall = ServerDuplexStream<BatchAppendReq, Reply>;

interface Pending {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly proposal: Proposal;
}

function success({ lastRevision, position }: Written): Reply.Success {
  const at = new AllStreamPosition().setCommitPosition(String(position)).setPreparePosition(String(position));
  const reply = new BatchAppendResp.Success().setPosition(at);
  return lastRevision < 0
    ? reply.setNoStream(new GoogleEmpty())
    : reply.setCurrentRevision(String(lastRevision));
}

/** The appends that travel on one `Streams.BatchAppend` call: each has a correlation id, and one reply under it. */
class Batch {
  private readonly pending = new Map<string, Pending>();
  private readonly unanswered = new Set<Promise<void>>();

  constructor(
    private readonly call: BatchCall,
    private readonly user: User | undefined,
    private readonly gate: CallGate,
    private readonly appends: FaultyAppends,
  ) {}

  /** Resolves when the client is done and everything is answered; rejects where the whole call fails. */
  async serve(): Promise<void> {
    let fail: (error: unknown) => void = () => undefined;
    const failed = new Promise<never>((_, reject) => (fail = reject));
    await Promise.race([failed, this.receive(fail)]);
    await Promise.race([failed, Promise.all(this.unanswered)]);
  }

  private async receive(fail: (error: unknown) => void): Promise<void> {
    for await (const request of this.call as AsyncIterable<BatchAppendReq>) {
      try {
        const complete = this.take(request);
        if (complete === undefined) continue;
        const answering = this.append(request, complete).finally(() => this.unanswered.delete(answering));
        this.unanswered.add(answering);
        answering.catch(fail);
      } catch (error) {
        this.refuse(request, badRequestStatus(error instanceof Error ? error.message : String(error)));
      }
    }
  }

  /** The append that a request completes, if it does. */
  private take(request: BatchAppendReq): Pending | undefined {
    const key = Buffer.from(request.getCorrelationId()?.serializeBinary() ?? []).toString('hex');
    const options = request.getOptions();
    if (options !== undefined) {
      const stream = streamNameOf(options.getStreamIdentifier());
      if (stream === undefined) {
        this.refuse(request, badRequestStatus('Required field StreamIdentifier not set.'));
        return undefined;
      }
      const refusal = this.refusalOf(stream, options);
      if (refusal !== undefined) {
        this.refuse(request, refusal, stream);
        return undefined;
      }
      this.pending.set(key, { stream, expected: expectedOfBatch(options), proposal: new Proposal() });
    }
    const pending = this.pending.get(key);
    if (pending === undefined) return undefined;
    for (const message of request.getProposedMessagesList()) pending.proposal.add(message);
    if (pending.proposal.isTooLarge) {
      this.pending.delete(key);
      this.refuse(request, tooLargeStatus(), pending.stream);
      return undefined;
    }
    if (!request.getIsFinal()) return undefined;
    this.pending.delete(key);
    return pending;
  }

  private refusalOf(stream: string, options: BatchAppendReq.Options): Status | undefined {
    try {
      this.gate.allow(this.user, 'write', stream);
    } catch (error) {
      if (error instanceof RpcError) return accessDeniedStatus();
      throw error;
    }
    return timeLeftMs(options, Date.now()) <= 0 ? timeoutStatus() : undefined;
  }

  private async append(request: BatchAppendReq, { stream, expected, proposal }: Pending): Promise<void> {
    this.gate.count('batchAppend');
    const command = { stream, expected, events: proposal.events };
    const outcome = await this.appends.append(command, this.call.getPeer());
    switch (outcome.kind) {
      case 'written':
        this.reply(request, stream, new BatchAppendResp().setSuccess(success(outcome)));
        return;
      case 'wrong-expected-version':
        this.refuse(request, wrongExpectedVersionStatus(expected, outcome.currentRevision), stream);
        return;
      case 'stream-deleted':
        this.refuse(request, streamDeletedStatus(stream), stream);
    }
  }

  private refuse(request: BatchAppendReq, status: Status, stream?: string): void {
    this.reply(request, stream, new BatchAppendResp().setError(status));
  }

  private reply(request: BatchAppendReq, stream: string | undefined, reply: Reply): void {
    reply.setCorrelationId(request.getCorrelationId());
    if (stream !== undefined) reply.setStreamIdentifier(streamIdentifier(stream));
    if (!this.call.cancelled) this.call.write(reply);
  }
}

/** `Streams.BatchAppend`: many appends on one call, answered in whatever order they are kept. */
export function batchAppendHandler(
  gate: CallGate,
  appends: FaultyAppends,
): handleBidiStreamingCall<BatchAppendReq, Reply> {
  const serve = async (call: BatchCall): Promise<void> =>
    new Batch(call, gate.identify(call.metadata), gate, appends).serve();
  return (call) => {
    serve(call).then(
      () => call.end(),
      (error: unknown) => call.emit('error', error),
    );
  };
}
