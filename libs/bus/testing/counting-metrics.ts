import type { BusMetrics } from '../consume/bus-metrics.js';

/** Metrics that keep their sums under `name topic group [reason]`. */
export function countingMetrics(): BusMetrics & { readonly sums: Record<string, number> } {
  const sums: Record<string, number> = {};
  const add = (words: readonly string[], by = 1) => {
    const name = words.join(' ');
    sums[name] = (sums[name] ?? 0) + by;
  };
  return {
    sums,
    handled: ({ topic, group }, events) => add(['handled', topic, group], events),
    deadLettered: ({ topic, group, reason }) => add(['dead-lettered', topic, group, reason]),
    retried: ({ topic, group }) => add(['retried', topic, group]),
    rested: ({ topic, group }) => add(['rested', topic, group]),
  };
}
