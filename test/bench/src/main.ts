import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBuildkite } from './buildkite.js';
import { connect } from './connect.js';
import { benchEngines } from './engines/bench-engines.js';
import { engineRates, type EngineReport } from './engines/engine-rates.js';
import { deliverWebhooks, freshness, pollsEvery } from './freshness.js';
import { idleCpuPercent } from './idle.js';
import { deployToSnapshot, lookUpRoundTrip } from './latency.js';
import { lookUpRequests } from './look-up-requests.js';
import { factsPerSecond } from './pipeline.js';
import { asEngineTable, asTable, type Report } from './report.js';
import { startProduct } from './running-product.js';

/** Shorter than anybody would have it, so that the benchmark does not wait for minutes. */
const pollIntervalMs = 10_000;
const storedCounts = [1_000, 10_000, 100_000];
const say = (text: string) => process.stderr.write(`▸ ${text}\n`);

const dataDir = await mkdtemp(join(tmpdir(), 'bench-'));
const buildkite = await startBuildkite();
const isJson = process.argv.includes('--json');
try {
  if (process.argv.includes('--engines')) {
    const report = await measureOnEngines();
    process.stdout.write(`${isJson ? JSON.stringify(report) : asEngineTable(report)}\n`);
  } else {
    const report = await measure();
    process.stdout.write(`${isJson ? JSON.stringify(report) : asTable(report)}\n`);
  }
} finally {
  buildkite.stop();
  await rm(dataDir, { recursive: true, force: true });
}

async function measureOnEngines(): Promise<EngineReport> {
  say('Starting Kafka, EventStoreDB and MongoDB, or using those that the environment names …');
  const engines = await benchEngines();
  try {
    return await engineRates(engines, dataDir, buildkite, say);
  } finally {
    await engines.close();
  }
}

async function measure(): Promise<Report> {
  say('Starting the product and a Buildkite that answers after 100 ms …');
  const product = await startProduct(dataDir, buildkite);
  const connection = await connect(product, buildkite);
  await buildkite.setReplyDelay(100);
  say('Watching it idle …');
  const idle = await idleCpuPercent(product.managementUrl);
  say('Registering deploys one by one …');
  const lookupMs = await lookUpRoundTrip(buildkite);
  const deployToSnapshotMs = await deployToSnapshot(product, buildkite);
  say('Letting builds pass while webhooks tell of them …');
  await deliverWebhooks(product, buildkite, connection);
  const webhookToLatestMs = await freshness(product, buildkite);
  await buildkite.clearWebhooks();
  const rates = await factsPerSecond(product, connection, storedCounts, say);
  const rssMb = Math.round(process.memoryUsage().rss / 1024 / 1024);
  say('Rebuilding the read model …');
  const rebuildFactsPerSecond = await rebuildRate(product.managementUrl);
  await product.stop();
  say('Letting 50 deploys lie on the topic before they are read …');
  const lookupRequestsPer50Deploys = await lookUpRequests(dataDir, buildkite);
  say('Letting builds pass while nobody tells of them …');
  const polling = await startProduct(dataDir, buildkite, { POLL_INTERVAL: `${pollIntervalMs}ms` });
  await pollsEvery(polling, connection, pollIntervalMs);
  const pollingToLatestMs = await freshness(polling, buildkite);
  await polling.stop();
  return {
    factsPerSecond: rates,
    deployToSnapshotMs,
    webhookToLatestMs,
    pollingToLatestMs: { ...pollingToLatestMs, pollIntervalMs },
    lookupMs,
    lookupRequestsPer50Deploys,
    rebuildFactsPerSecond,
    rssMb,
    idleCpuPercent: idle,
  };
}

async function rebuildRate(managementUrl: string): Promise<number> {
  const response = await fetch(`${managementUrl}/rebuild`, { method: 'POST' });
  if (!response.ok) throw new Error(`The rebuild answered ${response.status}: ${await response.text()}`);
  const { facts, startedAt, finishedAt } = (await response.json()) as {
    facts: number;
    startedAt: string;
    finishedAt: string;
  };
  return Math.round((facts * 1_000) / (Date.parse(finishedAt) - Date.parse(startedAt)));
}
