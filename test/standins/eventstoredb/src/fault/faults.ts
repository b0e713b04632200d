import type { Pulse } from '../store/pulse.js';
import type { Fault, FaultKind, FaultScope } from './fault.js';

/** A fault that was asked for. */
export interface ActiveFault extends FaultScope {
  readonly id: number;
  readonly fault: Fault;
}

interface Counted extends ActiveFault {
  left: number;
}

/** The faults that were asked for and have not all happened. */
export class Faults {
  private active: Counted[] = [];
  private lastId = 0;

  constructor(
    /** Beats whenever a fault is added. */
    private readonly wake: Pulse,
  ) {}

  add(fault: Fault, scope: FaultScope = {}): ActiveFault {
    this.lastId += 1;
    const active = { id: this.lastId, fault, ...scope, left: scope.times ?? Infinity };
    this.active.push(active);
    this.wake.beat();
    return shown(active);
  }

  get list(): readonly ActiveFault[] {
    return this.active.map(shown);
  }

  /** Takes a fault back, or all of them. */
  remove(id?: number): void {
    this.active = id === undefined ? [] : this.active.filter((fault) => fault.id !== id);
  }

  /** The first fault of these kinds that concerns the stream; it counts as having happened once. */
  take<Kind extends FaultKind>(
    kinds: readonly Kind[],
    stream: string,
  ): Extract<Fault, { kind: Kind }> | undefined {
    const found = this.active.find(
      ({ fault, stream: prefix }) =>
        (kinds as readonly FaultKind[]).includes(fault.kind) && stream.startsWith(prefix ?? ''),
    );
    if (found === undefined) return undefined;
    found.left -= 1;
    if (found.left <= 0) this.active = this.active.filter((fault) => fault !== found);
    return found.fault as Extract<Fault, { kind: Kind }>;
  }
}

function shown({ id, fault, stream, left }: Counted): ActiveFault {
  return {
    id,
    fault,
    ...(stream !== undefined && { stream }),
    ...(left !== Infinity && { times: left }),
  };
}
