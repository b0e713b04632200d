import { Injectable } from '@nestjs/common';
import { Builds } from '../build/builds.js';
import type { TrackedBuild } from '../build/tracked-build.js';
import { scriptEvents, type ScriptEvent } from './domain/script-events.js';

/** An event and the build it is about. */
export interface BuildEvent {
  readonly build: TrackedBuild;
  readonly event: ScriptEvent;
}

interface Upcoming {
  readonly atMs: number;
  readonly id: string;
}

/** How far the scripts of all builds have been announced. What happened before `begin` is not announced. */
@Injectable()
export class AnnouncedSteps {
  private readonly announced = new Map<string, number>();
  private untilMs = Infinity;
  private upcoming: Upcoming[] = [];
  private upcomingOf = -1;

  constructor(private readonly builds: Builds) {}

  /** From now on (epoch milliseconds) what happens is to be announced; a build that is added now begins now. */
  begin(nowMs: number): void {
    this.announced.clear();
    this.untilMs = nowMs;
    for (const { record } of this.builds.all()) {
      this.announced.set(record.id, record.script.filter(({ atMs }) => atMs <= nowMs).length);
    }
    this.upcomingOf = -1;
  }

  /** When the next step happens that is not announced, in epoch milliseconds; undefined when there is none. */
  nextMs(): number | undefined {
    this.lookAhead();
    return this.upcoming.at(-1)?.atMs;
  }

  /** What the steps up to an instant announce, in their order; of one instant, in the order in which the builds were added. */
  take(nowMs: number): readonly BuildEvent[] {
    this.lookAhead();
    const ids = new Set<string>();
    for (
      let next = this.upcoming.at(-1);
      next !== undefined && next.atMs <= nowMs;
      next = this.upcoming.at(-1)
    ) {
      ids.add(next.id);
      this.upcoming.pop();
    }
    this.untilMs = nowMs;
    const taken = [...ids].flatMap((id) => {
      const build = this.builds.find(id);
      return build === undefined ? [] : this.eventsOf(build, nowMs);
    });
    return taken.sort(
      (a, b) => a.event.atMs - b.event.atMs || a.build.record.sequence - b.build.record.sequence,
    );
  }

  private eventsOf(build: TrackedBuild, nowMs: number): readonly BuildEvent[] {
    const { id, script } = build.record;
    const from = this.position(build);
    const until = script.findLastIndex(({ atMs }) => atMs <= nowMs) + 1;
    this.announced.set(id, until);
    return scriptEvents(build.record, from, until).map((event) => ({ build, event }));
  }

  /** Lists what is to come, the next step last, unless that is known. */
  private lookAhead(): void {
    if (this.upcomingOf === this.builds.version) return;
    this.upcomingOf = this.builds.version;
    this.upcoming = this.builds
      .all()
      .flatMap((build) =>
        build.record.script
          .slice(this.position(build))
          .map(({ atMs }): Upcoming => ({ atMs, id: build.record.id })),
      )
      .sort((a, b) => b.atMs - a.atMs);
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
