import { started, taught, takenBack, ended, type Budget } from './budget/budget.js';
import type { Lesson } from './budget/lesson.js';
import { opensAt } from './budget/opening.js';
import { mostAtOnce, mostAtOnceOnOwnShare, type Priority } from './lanes.js';
import type { SharedBudget } from './shared-budget.js';

/** A limit of Buildkite as one process uses it: what it has under way itself, and the budget that it shares with others. */
export class Limit {
  /** By priority, until when it was closed when it was asked last, by this process's clock. */
  readonly #closedUntil = new Map<Priority, number>();
  #underWay: readonly Priority[] = [];
  #hasRefusedLast = false;

  constructor(private readonly budget: SharedBudget) {}

  /** When it is worth asking whether a request may go; Infinity for not before another one of this process has ended. */
  worthAsking(priority: Priority): number {
    return this.#hasPlace(priority) ? (this.#closedUntil.get(priority) ?? 0) : Infinity;
  }

  /** Whether it was closed when it was asked last. */
  get hasRefusedLast(): boolean {
    return this.#hasRefusedLast;
  }

  /** Whether this process would lose nothing by forgetting it. */
  get isIdle(): boolean {
    return this.#underWay.length === 0 && this.budget.isSettled;
  }

  /** Others may have changed something: it is worth asking. */
  reconsider(): void {
    this.#closedUntil.clear();
  }

  /** Takes a place in the line of this process. */
  enter(priority: Priority): void {
    this.#underWay = [...this.#underWay, priority];
  }

  /** Gives it back. */
  leave(priority: Priority): void {
    this.#underWay = this.#underWay.toSpliced(this.#underWay.indexOf(priority), 1);
  }

  /** Counts a request, which has entered the line, if it may go. @returns whether it may */
  async start(id: string, priority: Priority): Promise<boolean> {
    const isCrowded = this.#underWay.length > mostAtOnce(priority);
    const closedUntil = await this.budget.change((budget, now) => {
      const waitMs = opensAt(budget, priority, isCrowded) - budget.at;
      return waitMs > 0
        ? { budget, result: now + waitMs }
        : { budget: started(budget, id, priority), result: undefined };
    });
    this.#hasRefusedLast = closedUntil !== undefined;
    if (closedUntil !== undefined) this.#closedUntil.set(priority, closedUntil);
    return closedUntil === undefined;
  }

  /** The request is not sent: it counts no more. */
  takeBack(id: string): Promise<void> {
    return this.budget.keep((budget) => takenBack(budget, id));
  }

  /** The request has ended, with what its reply says, if one came. */
  end(id: string, lesson: Lesson | undefined, jitterMs: number): Promise<void> {
    const learn = (budget: Budget) => (lesson === undefined ? budget : taught(budget, lesson, jitterMs));
    return this.budget.keep((budget) => learn(ended(budget, id)));
  }

  #hasPlace(priority: Priority): boolean {
    const { length } = this.#underWay;
    if (length < mostAtOnce(priority)) return true;
    return length < mostAtOnceOnOwnShare(priority) && !this.#underWay.includes(priority);
  }
}
