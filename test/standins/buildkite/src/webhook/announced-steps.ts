import { Injectable } from '@nestjs/common';
import { Builds } from '../build/builds.js';
import type { TrackedBuild } from '../build/tracked-build.js';
import { scriptEvents, type ScriptEvent } from './domain/script-events.js';

/** An event and the build it is about. */
export interface BuildEvent {
  readonly build: TrackedBuild;
  readonly event: ScriptEvent;
}

/** How far the scripts of all builds have been announced. What happened before `begin` is not announced. */
@Injectable()
export class AnnouncedSteps {
  private readonly announced = new Map<string, number>();
  private untilMs = Infinity;

  constructor(private readonly builds: Builds) {}

  /** From now on (epoch milliseconds) what happens is to be announced; a build that is added now begins now. */
  begin(nowMs: number): void {
    this.announced.clear();
    this.untilMs = nowMs;
    for (const build of this.builds.all()) {
      const past = build.record.script.filter(({ atMs }) => atMs <= nowMs);
      this.announced.set(build.record.id, past.length);
    }
  }

  /** When the next step happens that is not announced, in epoch milliseconds; undefined when there is none. */
  nextMs(): number | undefined {
    let next = Infinity;
    for (const build of this.builds.all()) {
      next = Math.min(next, build.record.script[this.position(build)]?.atMs ?? Infinity);
    }
    return next === Infinity ? undefined : next;
  }

  /** What the steps up to an instant announce, in their order; of one instant, in the order in which the builds were added. */
  take(nowMs: number): readonly BuildEvent[] {
    const taken = this.builds.all().flatMap((build) => {
      const { id, script } = build.record;
      const from = this.position(build);
      if ((script[from]?.atMs ?? Infinity) > nowMs) return [];
      const until = script.findLastIndex(({ atMs }) => atMs <= nowMs) + 1;
      this.announced.set(id, until);
      return scriptEvents(build.record, from, until).map((event) => ({ build, event }));
    });
    this.untilMs = nowMs;
    return taken.sort(
      (a, b) => a.event.atMs - b.event.atMs || a.build.record.sequence - b.build.record.sequence,
    );
  }

  /** The position of the first step that is not announced; of a build that was added since, the first one not before its day. */
  private position({ record: { id, script } }: TrackedBuild): number {
    const known = this.announced.get(id);
    if (known !== undefined) return known;
    const first = script.findIndex(({ atMs }) => atMs >= this.untilMs);
    const position = first === -1 ? script.length : first;
    this.announced.set(id, position);
    return position;
  }
}
