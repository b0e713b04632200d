import { byCreation, type TrackedBuild } from './tracked-build.js';

/** Builds in the order of their creation, cheap to extend at its end and to read from its newest. */
export class CreatedOrder {
  private readonly builds: TrackedBuild[] = [];
  private sorted = true;

  add(build: TrackedBuild): void {
    const last = this.builds.at(-1);
    if (last !== undefined && byCreation(last, build) > 0) this.sorted = false;
    this.builds.push(build);
  }

  /** Visits the builds created at or after `fromMs` and before `beforeMs` (epoch milliseconds), newest first, until a visit says to stop. */
  visit(fromMs: number, beforeMs: number, visitor: (build: TrackedBuild) => 'go on' | 'stop'): void {
    this.sort();
    const oldest = this.firstAtOrAfter(fromMs);
    for (let index = this.firstAtOrAfter(beforeMs) - 1; index >= oldest; index -= 1) {
      const build = this.builds[index];
      if (build === undefined || visitor(build) === 'stop') return;
    }
  }

  /** The builds created at or after `fromMs` and before `beforeMs` (epoch milliseconds), newest first. */
  newestFirst(fromMs = -Infinity, beforeMs = Infinity): readonly TrackedBuild[] {
    this.sort();
    return this.builds.slice(this.firstAtOrAfter(fromMs), this.firstAtOrAfter(beforeMs)).reverse();
  }

  private sort(): void {
    if (this.sorted) return;
    this.builds.sort(byCreation);
    this.sorted = true;
  }

  private firstAtOrAfter(ms: number): number {
    if (ms === Infinity) return this.builds.length;
    let low = 0;
    let high = this.builds.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.builds[middle]?.record.createdAtMs ?? Infinity) < ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** One order of the builds of several, each of them once. */
export function merged(orders: readonly CreatedOrder[]): CreatedOrder {
  const [only] = orders;
  if (only !== undefined && orders.length === 1) return only;
  const all = new CreatedOrder();
  for (const build of new Set(orders.flatMap((order) => order.newestFirst()))) all.add(build);
  return all;
}
