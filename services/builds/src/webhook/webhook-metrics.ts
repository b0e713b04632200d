import { Inject, Injectable } from '@nestjs/common';
import { METRICS } from '#libs/platform';
import { Counter, type Registry } from 'prom-client';

/** What is counted of webhooks. */
@Injectable()
export class WebhookMetrics {
  /** Deliveries, by what became of them: see Disbelief and Taken. */
  readonly deliveries: Counter<'outcome'>;
  /**
   * Hints: `looked-at`; `overtaken`: polling was quicker; left to polling because the request budget is short
   * (`budget-short`) or Buildkite failed (`failed`).
   */
  readonly hints: Counter<'outcome'>;

  constructor(@Inject(METRICS) registry: Registry) {
    const registers = [registry];
    const labelNames = ['outcome'] as const;
    this.deliveries = new Counter({
      name: 'builds_webhook_deliveries_total',
      help: 'Requests to the addresses of webhooks.',
      labelNames,
      registers,
    });
    this.hints = new Counter({
      name: 'builds_webhook_hints_total',
      help: 'Builds that webhooks hinted at; those not looked at are found by polling.',
      labelNames,
      registers,
    });
  }
}
