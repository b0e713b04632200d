import { Injectable } from '@nestjs/common';

/** How many are remembered; the oldest make room. What is forgotten and comes again does no harm. */
const most = 10_000;

/** The deliveries that were taken lately, by their signatures, so that a repeat costs nothing. */
@Injectable()
export class RecentDeliveries {
  readonly #digests = new Set<string>();

  has(digest: string): boolean {
    return this.#digests.has(digest);
  }

  /** To be called once everything that the delivery leads to is durable. */
  add(digest: string): void {
    this.#digests.add(digest);
    if (this.#digests.size <= most) return;
    const [oldest] = this.#digests;
    if (oldest !== undefined) this.#digests.delete(oldest);
  }
}
