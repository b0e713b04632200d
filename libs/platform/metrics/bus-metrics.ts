import { setTimeout } from 'node:timers/promises';
import type { BusMetrics, BusServer, TopicLag } from '#libs/bus';
import { Counter, Gauge, type Registry } from 'prom-client';

/** Counters of what consumers do. */
export function busMetrics(registry: Registry): BusMetrics {
  const counter = <Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
  ): Counter<Label> => new Counter({ name, help, labelNames, registers: [registry] });
  const handled = counter('bus_events_handled_total', 'Events that were handled.', ['topic', 'group']);
  const setAside = counter('bus_dead_letters_total', 'Records that were set aside.', [
    'topic',
    'group',
    'reason',
  ]);
  const retried = counter('bus_retries_total', 'Events that were tried again in place.', ['topic', 'group']);
  const rested = counter('bus_rests_total', 'Batches that were given back to come again.', [
    'topic',
    'group',
  ]);
  return {
    handled: (labels, events) => handled.inc({ ...labels }, events),
    deadLettered: (labels) => setAside.inc({ ...labels }),
    retried: (labels) => retried.inc({ ...labels }),
    rested: (labels) => rested.inc({ ...labels }),
  };
}

const defaultMostLagMs = 5000;

/**
 * A gauge of how far consumers are behind; asked for when metrics are. A consumer whose lag cannot be told, or not
 * within `mostMs`, is left out and counted, so that all other metrics are served.
 */
export function observeLag(
  registry: Registry,
  consumers: () => Iterable<Pick<BusServer, 'lag'>>,
  mostMs = defaultMostLagMs,
): void {
  const failures = new Counter({
    name: 'bus_lag_failures_total',
    help: 'Times that the lag of a consumer was left out because the bus did not tell it.',
    registers: [registry],
  });
  new Gauge({
    name: 'bus_lag_records',
    help: 'Records that lie in a topic and are not handled yet.',
    labelNames: ['topic', 'group'],
    registers: [registry],
    async collect() {
      const lags = await Promise.allSettled(
        [...consumers()].map((consumer) => inTime(consumer.lag(), mostMs)),
      );
      this.reset();
      for (const lag of lags) {
        if (lag.status === 'rejected') failures.inc();
        else for (const { topic, group, records } of lag.value) this.set({ topic, group }, records);
      }
    },
  });
}

async function inTime(lag: Promise<TopicLag[]>, ms: number): Promise<TopicLag[]> {
  const timer = new AbortController();
  const late = setTimeout(ms, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`The lag did not come within ${ms} ms.`);
  });
  try {
    return await Promise.race([lag, late]);
  } finally {
    timer.abort();
  }
}
