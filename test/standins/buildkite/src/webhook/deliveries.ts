import { Injectable } from '@nestjs/common';
import { StandInClock } from '../clock/stand-in-clock.js';
import { AnnouncedSteps, type BuildEvent } from './announced-steps.js';
import { DeliveryLog } from './delivery-log.js';
import { DeliveryQueue } from './domain/delivery-queue.js';
import { SendDelivery } from './send-delivery.js';
import type { Webhook } from './webhook.js';
import { Webhooks } from './webhooks.js';

/** Tells webhooks what happens to builds, at the instants of their scripts, as well or badly as the conduct says. */
@Injectable()
export class Deliveries {
  private readonly queue = new DeliveryQueue();
  private sending: Promise<void> = Promise.resolve();

  constructor(
    private readonly clock: StandInClock,
    private readonly webhooks: Webhooks,
    private readonly steps: AnnouncedSteps,
    private readonly log: DeliveryLog,
    private readonly sendDelivery: SendDelivery,
  ) {}

  /** How many deliveries wait for their time. */
  get waiting(): number {
    return this.queue.length;
  }

  /** Adds webhooks, which are told what happens from now on. */
  add(webhooks: readonly Webhook[]): void {
    if (this.webhooks.all().length === 0) this.steps.begin(this.clock.now());
    for (const webhook of webhooks) this.webhooks.add(webhook);
  }

  /** Removes all webhooks with everything about them. */
  clear(): void {
    this.webhooks.removeAll();
    this.queue.clear();
    this.log.reset();
  }

  /** When there is something to send next, in epoch milliseconds; undefined when nothing is to come. */
  nextDueMs(): number | undefined {
    if (this.webhooks.all().length === 0) return undefined;
    const next = Math.min(this.steps.nextMs() ?? Infinity, this.queue.nextDueMs() ?? Infinity);
    return next === Infinity ? undefined : next;
  }

  /** Sends what is due by now, one delivery after the other; one that gets no answer for a while holds up nobody. */
  async sendDue(): Promise<void> {
    const sent = this.sending.then(() => this.sendNow());
    this.sending = sent.catch(() => undefined);
    await sent;
  }

  /** Resolves when everything that was sent is answered or has timed out. */
  async answered(): Promise<void> {
    await this.sending;
    await this.sendDelivery.answered();
  }

  private async sendNow(): Promise<void> {
    if (this.webhooks.all().length === 0) return;
    const nowMs = this.clock.now();
    for (const event of this.steps.take(nowMs)) this.enqueue(event);
    for (const delivery of this.queue.take(nowMs)) await this.sendDelivery.send(delivery);
  }

  private enqueue({ build, event }: BuildEvent): void {
    for (const webhook of this.webhooks.all()) {
      if (webhook.organization !== build.record.organization) continue;
      if (!webhook.events.includes(event.event)) continue;
      const { isLost, isDoubled, delayMs, isOvertaken } = this.webhooks.nextFate(webhook);
      if (isLost) {
        this.log.count('lost');
        continue;
      }
      if (isDoubled) this.log.count('doubled');
      if (delayMs > 0) this.log.count('delayed');
      const delivery = { webhookId: webhook.id, buildId: build.record.id, event, isDoubled };
      if (this.queue.put(delivery, event.atMs + delayMs, isOvertaken)) this.log.count('reordered');
    }
  }
}
