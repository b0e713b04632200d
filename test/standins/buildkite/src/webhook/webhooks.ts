import { Injectable } from '@nestjs/common';
import { drawFate, type Fate } from './domain/fate.js';
import { seeded } from './domain/seeded.js';
import { GOOD_CONDUCT, type Webhook, type WebhookConduct } from './webhook.js';

const APART = 0x9e3779b9;

/** The webhooks of the world and how well deliveries to them go. */
@Injectable()
export class Webhooks {
  private readonly byId = new Map<string, Webhook>();
  private readonly chances = new Map<string, () => number>();
  private currentConduct = GOOD_CONDUCT;

  get conduct(): WebhookConduct {
    return this.currentConduct;
  }

  add(webhook: Webhook): void {
    this.byId.set(webhook.id, webhook);
    this.chances.set(webhook.id, this.chance(this.chances.size));
  }

  find(id: string): Webhook | undefined {
    return this.byId.get(id);
  }

  all(): readonly Webhook[] {
    return [...this.byId.values()];
  }

  /** Changes the conduct; a seed, even the same one, begins the chances of every webhook anew. */
  behave(change: Partial<WebhookConduct>): void {
    this.currentConduct = { ...this.currentConduct, ...change };
    if (change.seed === undefined) return;
    [...this.byId.keys()].forEach((id, index) => this.chances.set(id, this.chance(index)));
  }

  /** What becomes of the next delivery to a webhook. */
  nextFate({ id }: Webhook): Fate {
    const random = this.chances.get(id);
    if (random === undefined) throw new Error(`no webhook ${id}`);
    return drawFate(this.currentConduct, random);
  }

  removeAll(): void {
    this.byId.clear();
    this.chances.clear();
    this.currentConduct = GOOD_CONDUCT;
  }

  private chance(index: number): () => number {
    return seeded(this.currentConduct.seed + index * APART);
  }
}
