import type { ScriptEvent } from './script-events.js';

/** An event on its way to a webhook. */
export interface Delivery {
  readonly webhookId: string;
  readonly buildId: string;
  readonly event: ScriptEvent;
  readonly isDoubled: boolean;
}

interface Waiting {
  readonly delivery: Delivery;
  readonly dueMs: number;
  readonly order: number;
  /** Waits for the next delivery to the same webhook to go first. */
  readonly isHeld: boolean;
}

/** For so long a delivery waits to be overtaken, in milliseconds of the stand-in's clock. */
const LONGEST_HOLD_MS = 60_000;

/** The deliveries that are not sent yet, in the order of their dues, which are epoch milliseconds. */
export class DeliveryQueue {
  private waiting: Waiting[] = [];
  private added = 0;

  get length(): number {
    return this.waiting.length;
  }

  /**
   * Adds a delivery. One that is to be overtaken waits until the next one to its webhook is due, and goes right after it;
   * when none comes within a minute it goes alone. True when the delivery overtakes another.
   */
  put(delivery: Delivery, dueMs: number, isOvertaken: boolean): boolean {
    const held = this.waiting.find(
      (other) => other.isHeld && other.delivery.webhookId === delivery.webhookId,
    );
    if (held === undefined) {
      this.insert(delivery, isOvertaken ? dueMs + LONGEST_HOLD_MS : dueMs, isOvertaken);
      return false;
    }
    this.waiting = this.waiting.filter((other) => other !== held);
    this.insert(delivery, dueMs, false);
    this.insert(held.delivery, dueMs, false);
    return true;
  }

  /** When the next one is due; undefined when none waits. */
  nextDueMs(): number | undefined {
    const next = this.waiting.reduce((least, { dueMs }) => Math.min(least, dueMs), Infinity);
    return next === Infinity ? undefined : next;
  }

  /** Takes out what is due at an instant. */
  take(nowMs: number): readonly Delivery[] {
    const due = this.waiting.filter(({ dueMs }) => dueMs <= nowMs);
    this.waiting = this.waiting.filter(({ dueMs }) => dueMs > nowMs);
    return due.sort((a, b) => a.dueMs - b.dueMs || a.order - b.order).map(({ delivery }) => delivery);
  }

  clear(): void {
    this.waiting = [];
  }

  private insert(delivery: Delivery, dueMs: number, isHeld: boolean): void {
    this.added += 1;
    this.waiting.push({ delivery, dueMs, order: this.added, isHeld });
  }
}
