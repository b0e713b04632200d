import { collectDefaultMetrics, Registry } from 'prom-client';

/** Memory, CPU, garbage collection and event loop of the process. */
const processRegistry = new Registry();
let collecting = false;

/**
 * All metrics in Prometheus' text format: those of `registry` and those of the process. The latter begin to be collected
 * with the first call; the delay of the event loop is sampled once a second, so that an idle process stays idle.
 */
export async function exposition(registry: Registry): Promise<string> {
  if (!collecting) {
    collecting = true;
    collectDefaultMetrics({ register: processRegistry, eventLoopMonitoringPrecision: 1000 });
  }
  return `${await processRegistry.metrics()}\n${await registry.metrics()}`;
}
