import { BaseRpcContext } from '@nestjs/microservices';
import type { Batch } from '../port.js';

/**
 * What an event handler can ask for, beside the events: `deploys(@Payload() events, @Ctx() context: BusContext)`. Such a
 * handler is declared by `@EventPattern<string>(…)`, for Nest 12 types the arguments of all others as unknown.
 */
export class BusContext extends BaseRpcContext<[batch: Batch]> {
  constructor(batch: Batch) {
    super([batch]);
  }

  get topic(): string {
    return this.args[0].topic;
  }

  get partition(): number {
    return this.args[0].partition;
  }

  /** Aborts when the partition is taken away or the server closes: what is left need not be done. */
  get signal(): AbortSignal {
    return this.args[0].signal;
  }

  /** To be called while handling takes longer than a few seconds. */
  heartbeat(): Promise<void> {
    return this.args[0].heartbeat();
  }
}
