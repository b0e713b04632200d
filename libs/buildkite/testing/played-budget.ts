import {
  atTime,
  ended,
  idleFrom,
  newBudget,
  setBack,
  started,
  takenBack,
  taught,
  united,
  type Budget,
} from '../governor/budget/budget.js';
import type { Lesson } from '../governor/budget/lesson.js';
import { opensAt, reportOf, type BudgetReport } from '../governor/budget/opening.js';
import type { Priority } from '../governor/lanes.js';

const nothing: Lesson['shown'] = { limit: undefined, remaining: undefined, resetMs: undefined };

/** A budget as a test plays it, from one time to the next. */
export class PlayedBudget {
  #budget: Budget;
  #requests = 0;

  constructor(limit: number) {
    this.#budget = newBudget(limit);
  }

  get idleFrom(): number {
    return idleFrom(this.#budget);
  }

  /** The budget as it is kept. */
  get kept(): Budget {
    return structuredClone(this.#budget);
  }

  at(now: number): this {
    return this.#become(atTime(this.#budget, now));
  }

  opensAt(priority: Priority, now: number, isCrowded = false): number {
    return opensAt(this.at(now).#budget, priority, isCrowded);
  }

  report(now: number): BudgetReport {
    return reportOf(this.at(now).#budget);
  }

  /** @returns the id of the request that is let go */
  start(now: number, id = `request ${(this.#requests += 1)}`, priority: Priority = 'background'): string {
    this.#become(started(this.at(now).#budget, id, priority));
    return id;
  }

  end(id: string, now: number): this {
    return this.#become(ended(this.at(now).#budget, id));
  }

  /** Sends and ends `count` requests at `now`. */
  spend(count: number, now: number, priority?: Priority): this {
    for (let sent = 0; sent < count; sent++) this.end(this.start(now, undefined, priority), now);
    return this;
  }

  takeBack(id: string): this {
    return this.#become(takenBack(this.#budget, id));
  }

  learn(shown: Partial<Lesson['shown']>, now: number): this {
    return this.#teach({ shown: { ...nothing, ...shown }, outcome: 'unknown' }, 0, now);
  }

  refuse(waitMs: number | undefined, jitterMs: number, now: number): this {
    return this.#teach({ shown: nothing, outcome: 'refused', waitMs }, jitterMs, now);
  }

  succeed(now: number): this {
    return this.#teach({ shown: nothing, outcome: 'passed' }, 0, now);
  }

  unite(other: PlayedBudget, now: number): this {
    return this.#become(united(this.at(now).#budget, other.kept));
  }

  setBack(byMs: number): this {
    return this.#become(setBack(this.#budget, byMs));
  }

  #teach(lesson: Lesson, jitterMs: number, now: number): this {
    return this.#become(taught(this.at(now).#budget, lesson, jitterMs));
  }

  #become(budget: Budget): this {
    this.#budget = budget;
    return this;
  }
}
