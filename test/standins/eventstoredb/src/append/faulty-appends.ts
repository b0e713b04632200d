import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../fault/fault.js';
import type { Faults } from '../fault/faults.js';
import { notLeader, notReady } from '../protocol/rpc-error.js';
import type { WriteOutcome } from '../store/outcome.js';
import type { Store } from '../store/store.js';
import type { AppendCommand } from '../store/writer.js';

const KINDS = ['silent', 'unavailable', 'cut', 'not-leader'] as const;
type AppendFault = Extract<Fault, { kind: (typeof KINDS)[number] }>;

/** Appends to the store, unless a fault says otherwise. */
export class FaultyAppends {
  constructor(
    private readonly store: Store,
    private readonly faults: Faults,
    /** Cuts the connection from that address. */
    private readonly cut: (peer: string) => void,
  ) {}

  /** The outcome of an append from that address. Throws, or never ends, where a fault wants it. */
  async append(command: AppendCommand, peer: string): Promise<WriteOutcome> {
    const slow = this.faults.take(['slow'], command.stream);
    if (slow !== undefined) await delay(slow.delayMs);
    const fault = this.faults.take(KINDS, command.stream);
    if (fault === undefined) return this.store.append(command);
    if (fault.kind !== 'not-leader' && fault.written) await this.store.append(command);
    return this.fail(fault, peer);
  }

  private fail(fault: AppendFault, peer: string): Promise<never> {
    switch (fault.kind) {
      case 'not-leader':
        throw notLeader(fault.host, fault.port);
      case 'unavailable':
        throw notReady();
      case 'cut':
        this.cut(peer);
        return new Promise<never>(() => undefined);
      case 'silent':
        return new Promise<never>(() => undefined);
    }
  }
}
