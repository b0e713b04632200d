import { Injectable } from '@nestjs/common';
import type { Fault, FaultMatch, FaultSpec } from './fault.js';

/** What of a request decides whether a fault hits it. */
export interface FaultTarget {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly token: string | undefined;
}

/** A fault that was asked for and how many replies it still spoils. */
export interface PendingFault extends FaultSpec {
  readonly left: number;
}

function pathMatches(pattern: string, path: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(path);
}

function hits(match: FaultMatch, target: FaultTarget): boolean {
  if (match.method !== undefined && match.method.toUpperCase() !== target.method) return false;
  if (!pathMatches(match.path ?? '/v2*', target.path)) return false;
  if (match.query !== undefined && !target.query.includes(match.query)) return false;
  return match.token === undefined || match.token === target.token;
}

/** The faults on request, used up in the order in which they were asked for. */
@Injectable()
export class Faults {
  private pending: PendingFault[] = [];

  add(spec: FaultSpec): void {
    this.pending.push({ ...spec, left: spec.times ?? 1 });
  }

  /** Takes the fault for a request, if there is one. */
  take(target: FaultTarget): Fault | undefined {
    const hit = this.pending.find((fault) => hits(fault.match ?? {}, target));
    if (hit === undefined) return undefined;
    this.pending = this.pending
      .map((fault) => (fault === hit ? { ...fault, left: fault.left - 1 } : fault))
      .filter((fault) => fault.left > 0);
    return hit.fault;
  }

  list(): readonly PendingFault[] {
    return this.pending;
  }

  clear(): void {
    this.pending = [];
  }
}
