import type { BusMetrics, BusServer } from '#libs/bus';
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

/** A gauge of how far consumers are behind; asked for when metrics are. */
export function observeLag(registry: Registry, consumers: () => Iterable<Pick<BusServer, 'lag'>>): void {
  new Gauge({
    name: 'bus_lag_records',
    help: 'Records that lie in a topic and are not handled yet.',
    labelNames: ['topic', 'group'],
    registers: [registry],
    async collect() {
      const lags = await Promise.all([...consumers()].map((consumer) => consumer.lag()));
      for (const { topic, group, records } of lags.flat()) this.set({ topic, group }, records);
    },
  });
}
