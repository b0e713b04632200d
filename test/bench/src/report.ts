import Table from 'cli-table3';
import type { Freshness } from './freshness.js';
import type { EngineReport } from './engines/engine-rates.js';

/** What the benchmark measures; times in milliseconds. */
export interface Report {
  /** Builds stored → facts per second from the bus to the read model, durable. */
  readonly factsPerSecond: Readonly<Record<string, number>>;
  /** From the request that registers a deploy to its first revision on the bus. */
  readonly deployToSnapshotMs: { readonly p50: number; readonly p99: number };
  /** From a build's passing to a latest view that says so, with webhooks and replies after 100 ms. */
  readonly webhookToLatestMs: Freshness;
  /** The same by polling alone. */
  readonly pollingToLatestMs: Freshness & { readonly pollIntervalMs: number };
  /** One look-up's round trip to a Buildkite that answers after 100 ms, in the same run. */
  readonly lookupMs: number;
  /** Requests for 50 deploys that lay on the topic before the collector read it. */
  readonly lookupRequestsPer50Deploys: number;
  readonly rebuildFactsPerSecond: number;
  /** Resident memory of the loaded process. */
  readonly rssMb: number;
  /** CPU time of an idle, connected process, in percent of one core. */
  readonly idleCpuPercent: number;
}

/** The report as a table for a terminal, beside what is aimed at. */
export function asTable(report: Report): string {
  const table = new Table({ head: ['Figure', 'Measured', 'Aim'], style: { head: [], border: [] } });
  const { factsPerSecond, deployToSnapshotMs: latency, lookupMs } = report;
  for (const [stored, rate] of Object.entries(factsPerSecond)) {
    table.push([`facts/s with ${stored} builds stored`, String(rate), '≥ 2000, flat within 20 %']);
  }
  table.push(
    ['deploy → snapshot, p50 ms', String(latency.p50), ''],
    ['deploy → snapshot, p99 ms', String(latency.p99), `≤ ${String(3 * lookupMs)} (3 look-ups)`],
    ['passed → latest by webhooks, p95 ms', String(report.webhookToLatestMs.p95), '≤ 2000'],
    [
      'passed → latest by polling, p95 ms',
      String(report.pollingToLatestMs.p95),
      `≤ ${String(report.pollingToLatestMs.pollIntervalMs + 5_000)} (a cycle and 5 s)`,
    ],
    ['one look-up, ms', String(lookupMs), ''],
    ['look-up requests for 50 deploys', String(report.lookupRequestsPer50Deploys), '1'],
    ['facts/s in a rebuild', String(report.rebuildFactsPerSecond), '≥ 10000'],
    ['resident memory, MB', String(report.rssMb), ''],
    ['idle CPU, % of a core', String(report.idleCpuPercent), '< 1'],
  );
  return table.toString();
}

/** The same for the figures on the distributed engines. */
export function asEngineTable(report: EngineReport): string {
  const table = new Table({ head: ['Figure', 'Measured', 'Aim'], style: { head: [], border: [] } });
  const { deployToSnapshotMs: latency } = report;
  table.push(
    ['facts/s from Kafka to MongoDB', ratesOf(report.factsPerSecond, report.factsPerSecondByRound), ''],
    ['facts/s of the bare loop', ratesOf(report.bareFactsPerSecond, report.bareFactsPerSecondByRound), ''],
    ['ratio', String(report.ratio), '≥ 0.7'],
    ['deploy → snapshot, p50 ms', String(latency.p50), ''],
    ['deploy → snapshot, p99 ms', String(latency.p99), ''],
    ['event store', report.eventStore, ''],
  );
  return table.toString();
}

function ratesOf(median: number, byRound: readonly number[]): string {
  return `${median} (${byRound.join(', ')})`;
}
