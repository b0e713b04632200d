import { once } from 'node:events';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import type { Outgoing } from '../protocol/outgoing.js';
import type { Pulse } from '../store/pulse.js';

/** A call that is read from. */
export type ReadCall = ServerWritableStream<ReadReq, Outgoing>;

/** Writes replies no faster than the client takes them. */
export class ReplySink {
  private readonly stop = new AbortController();

  constructor(
    private readonly call: ReadCall,
    /** Beats when the client goes. */
    wake: Pulse,
  ) {
    const leave = (): void => {
      this.stop.abort();
      wake.beat();
    };
    call.once('cancelled', leave);
    call.once('close', leave);
    if (call.cancelled) leave();
  }

  /** Whether there is nobody left to write to. */
  get isGone(): boolean {
    return this.stop.signal.aborted;
  }

  /** Resolves when the next reply may be written. */
  async write(reply: Outgoing): Promise<void> {
    if (this.isGone || this.call.write(reply)) return;
    await once(this.call, 'drain', { signal: this.stop.signal }).catch((error: unknown) => {
      if (!this.isGone) throw error;
    });
  }
}
