import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { v4 as uuidV4 } from 'uuid';
import { StandInClock } from '../clock/stand-in-clock.js';
import { iso } from '../instant/instant.js';
import { DeliveryLog } from './delivery-log.js';
import type { Delivery } from './domain/delivery-queue.js';
import { post } from './post.js';
import { signature } from './signature.js';
import { WebhookBody } from './webhook-body.js';
import type { Webhook } from './webhook.js';
import { Webhooks } from './webhooks.js';

const PATIENCE_MS = 1_000;

/** A delivery as it goes out. */
interface Written {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends single deliveries. */
@Injectable()
export class SendDelivery {
  private readonly unanswered = new Map<Promise<void>, string>();

  constructor(
    private readonly clock: StandInClock,
    private readonly webhooks: Webhooks,
    private readonly bodies: WebhookBody,
    private readonly log: DeliveryLog,
  ) {}

  /**
   * Sends a delivery, once or twice; drops it when its webhook or its build is gone.
   * Resolves when it is answered, or after a second of the machine: then the receiver hangs, and the next ones do not wait.
   */
  async send(delivery: Delivery): Promise<void> {
    const webhook = this.webhooks.find(delivery.webhookId);
    const written = webhook === undefined ? undefined : this.written(delivery, webhook);
    if (webhook === undefined || written === undefined) return;
    for (let copy = 0; copy < (delivery.isDoubled ? 2 : 1); copy += 1) {
      const hangs = [...this.unanswered.values()].includes(webhook.id);
      const attempt = this.attempt(delivery, webhook, written);
      this.unanswered.set(attempt, webhook.id);
      void attempt.finally(() => this.unanswered.delete(attempt));
      if (!hangs) await Promise.race([attempt, sleep(PATIENCE_MS, undefined, { ref: false })]);
    }
  }

  /** Resolves when everything that was sent is answered or has timed out. */
  async answered(): Promise<void> {
    await Promise.all(this.unanswered.keys());
  }

  private written(delivery: Delivery, webhook: Webhook): Written | undefined {
    const nowMs = this.clock.now();
    const body = this.bodies.of(delivery, webhook, nowMs);
    if (body === undefined) return undefined;
    const headers = {
      accept: '*/*',
      'user-agent': 'Buildkite-Request',
      'content-type': 'application/json',
      'x-buildkite-event': delivery.event.event,
      'x-buildkite-request': uuidV4(),
      'x-buildkite-signature': signature(webhook.secret, body, nowMs),
    };
    return { headers, body };
  }

  private async attempt(
    { event, buildId }: Delivery,
    webhook: Webhook,
    { headers, body }: Written,
  ): Promise<void> {
    const at = iso(this.clock.now());
    const begun = performance.now();
    const outcome = await post(webhook.url, headers, body);
    this.log.add({
      webhook: webhook.id,
      organization: webhook.organization,
      event: event.event,
      build: buildId,
      changedAt: iso(event.atMs),
      at,
      attemptMs: Math.round(performance.now() - begun),
      ...outcome,
    });
  }
}
