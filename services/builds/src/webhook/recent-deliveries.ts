import { Injectable } from '@nestjs/common';

/** How many are remembered; the oldest make room. What is forgotten and comes again does no harm. */
const most = 10_000;

/** The deliveries that were taken lately, by connection and signature, so that a repeat costs nothing. */
@Injectable()
export class RecentDeliveries {
  readonly #names = new Set<string>();

  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** To be called once everything that the delivery leads to is durable. */
  add(name: string): void {
    this.#names.add(name);
    if (this.#names.size <= most) return;
    const [oldest] = this.#names;
    if (oldest !== undefined) this.#names.delete(oldest);
  }
}
