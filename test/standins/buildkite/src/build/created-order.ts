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

  /** The builds created at or after `fromMs` and before `beforeMs` (epoch milliseconds), newest first. */
  *newestFirst(fromMs: number, beforeMs: number): Generator<TrackedBuild, void> {
    if (!this.sorted) {
      this.builds.sort(byCreation);
      this.sorted = true;
    }
    for (let index = this.firstAtOrAfter(beforeMs) - 1; index >= 0; index -= 1) {
      const build = this.builds[index];
      if (build === undefined || build.record.createdAtMs < fromMs) return;
      yield build;
    }
  }

  private firstAtOrAfter(ms: number): number {
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
