import { Injectable } from '@nestjs/common';
import type { LimitReading } from './limit-headers.js';

const WINDOW_MS = 60_000;

interface Window extends LimitReading {
  readonly startedAtMs: number;
}

/** The bucket that counts the requests to an organization. */
export function organizationBucket(slug: string): string {
  return `organization ${slug}`;
}

/** The bucket that counts the requests of a user, with whichever token. */
export function userBucket(name: string): string {
  return `user ${name}`;
}

/** Counts requests in windows of 60 seconds of the stand-in's clock, one window for each organization and each user. */
@Injectable()
export class RateLimits {
  private readonly windows = new Map<string, Window>();

  /** Counts a request of that bucket at an instant (epoch milliseconds) and tells where its window stands. */
  count(bucket: string, limit: number, nowMs: number): LimitReading {
    const known = this.windows.get(bucket);
    const runs = known !== undefined && nowMs < known.startedAtMs + WINDOW_MS;
    const startedAtMs = runs ? known.startedAtMs : nowMs;
    const resetSeconds = Math.ceil((startedAtMs + WINDOW_MS - nowMs) / 1_000);
    const window = { startedAtMs, limit, used: runs ? known.used + 1 : 1, resetSeconds };
    this.windows.set(bucket, window);
    return window;
  }

  /** What the last count of a bucket told; undefined when nothing was counted. */
  last(bucket: string): LimitReading | undefined {
    return this.windows.get(bucket);
  }

  /** Forgets all counts, as if a minute had passed. */
  reset(): void {
    this.windows.clear();
  }
}
