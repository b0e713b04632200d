import { Injectable } from '@nestjs/common';
import type { WebhookEvent } from './webhook.js';

/** One attempt to deliver, and how it ended. All times are RFC 3339 in UTC, of the stand-in's clock. */
export interface LoggedDelivery {
  /** The id of the webhook. */
  readonly webhook: string;
  readonly organization: string;
  readonly event: WebhookEvent;
  /** The id of the build. */
  readonly build: string;
  /** When the script made it happen. */
  readonly changedAt: string;
  /** When it was sent. */
  readonly at: string;
  /** How long the receiver took, in milliseconds of the machine. */
  readonly attemptMs: number;
  /** Null when there was no answer. */
  readonly status: number | null;
  readonly error: string | null;
}

/** How many deliveries met which fate. */
export interface DeliveryCounts {
  /** Attempts, the second ones of doubled deliveries included. */
  readonly total: number;
  /** Attempts that had another answer than 2xx, or none. */
  readonly failed: number;
  readonly lost: number;
  readonly doubled: number;
  readonly delayed: number;
  readonly reordered: number;
}

const NONE: DeliveryCounts = { total: 0, failed: 0, lost: 0, doubled: 0, delayed: 0, reordered: 0 };
const KEPT = 20_000;

/** The last deliveries that were attempted, and counts of all. */
@Injectable()
export class DeliveryLog {
  private entries: LoggedDelivery[] = [];
  private counted = NONE;

  add(delivery: LoggedDelivery): void {
    this.entries.push(delivery);
    if (this.entries.length >= 2 * KEPT) this.entries = this.entries.slice(-KEPT);
    this.count('total');
    const { status } = delivery;
    if (status === null || status < 200 || status >= 300) this.count('failed');
  }

  count(what: keyof DeliveryCounts): void {
    this.counted = { ...this.counted, [what]: this.counted[what] + 1 };
  }

  /** In the order of their ends, at least the last 20,000. */
  list(): readonly LoggedDelivery[] {
    return this.entries;
  }

  get counts(): DeliveryCounts {
    return this.counted;
  }

  reset(): void {
    this.entries = [];
    this.counted = NONE;
  }
}
