import { performance } from 'node:perf_hooks';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

let known: Registry | undefined;

/** Memory, CPU, garbage collection and event loop of the process, counted from the first call on. */
export function processMetrics(): Registry {
  known ??= observeProcess();
  return known;
}

/** All metrics in Prometheus' text format: those of `registry` and those of the process. */
export async function exposition(registry: Registry): Promise<string> {
  return `${await processMetrics().metrics()}\n${await registry.metrics()}`;
}

function observeProcess(): Registry {
  const registry = new Registry();
  // The delay of the event loop is sampled by a timer, which would keep an idle process busy: its period is an hour,
  // what it tells is left out, and how busy the loop is comes from a counter that Node keeps anyhow.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 3_600_000 });
  for (const figure of ['min', 'max', 'mean', 'stddev', 'p50', 'p90', 'p99']) {
    registry.removeSingleMetric(`nodejs_eventloop_lag_${figure}_seconds`);
  }
  let before = performance.eventLoopUtilization();
  new Gauge({
    name: 'nodejs_eventloop_utilization_ratio',
    help: 'Share of the time since the last scrape in which the event loop was busy.',
    registers: [registry],
    collect() {
      const now = performance.eventLoopUtilization();
      this.set(performance.eventLoopUtilization(now, before).utilization);
      before = now;
    },
  });
  return registry;
}
