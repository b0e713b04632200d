import { topics } from '#libs/contracts';
import type { Bus } from '#libs/bus';
import type { BuildkiteControl } from '../../../standins/buildkite/testing/control.js';
import { connect } from '../connect.js';
import { observed, publishAll, shaOf } from '../facts.js';
import { deployToSnapshot } from '../latency.js';
import { startProduct, type RunningProduct } from '../running-product.js';
import { startBareLoop } from './bare-loop.js';
import type { BenchEngines } from './bench-engines.js';
import { drainRate } from './drain-rate.js';

/** What is measured on Kafka, EventStoreDB and MongoDB. */
export interface EngineReport {
  /** From the topic to the read model, durable: the median of the rounds, and each. */
  readonly factsPerSecond: number;
  readonly factsPerSecondByRound: readonly number[];
  /** The bare loop over the same records. */
  readonly bareFactsPerSecond: number;
  readonly bareFactsPerSecondByRound: readonly number[];
  /** The first by the second. */
  readonly ratio: number;
  /** From the request that registers a deploy to its first revision on the bus. */
  readonly deployToSnapshotMs: { readonly p50: number; readonly p99: number };
  /** What spoke the EventStoreDB protocol. */
  readonly eventStore: BenchEngines['eventStore'];
}

const builds = 5_000;
const looksAtEach = 6;
const deployed = 100;
const rounds = 3;

/**
 * Facts per second of the product and of a bare loop over the same records on the same servers, by turns within one
 * run. The facts are looks at 5,000 builds, of which 100 belong to deploys; they lie in the topic before they are read.
 */
export async function engineRates(
  engines: BenchEngines,
  dataDir: string,
  buildkite: BuildkiteControl,
  say: (text: string) => void,
): Promise<EngineReport> {
  const start = () => startProduct(dataDir, buildkite, engines.environment);
  say('Starting the product on the engines …');
  let product = await start();
  const connection = await connect(product, buildkite);
  await buildkite.setReplyDelay(100);
  say('Registering deploys one by one …');
  const deployToSnapshotMs = await deployToSnapshot(product, buildkite);
  await registerDeploys(product);

  const [own, bare]: [number[], number[]] = [[], []];
  const startMs = Date.now();
  for (let round = 0; round < rounds; round += 1) {
    await product.stop();
    say(`Round ${round + 1} of ${rounds}: publishing ${builds * looksAtEach} facts …`);
    await publishRound(engines.bus, connection, round, startMs);
    say('… the bare loop …');
    bare.push(await bareRate(engines, `bench-bare-${round}`));
    say('… the product …');
    product = await start();
    own.push(await drainRate(engines.bus, 'deploys', topics.builds.name));
  }
  await product.stop();
  return {
    factsPerSecond: median(own),
    factsPerSecondByRound: own,
    bareFactsPerSecond: median(bare),
    bareFactsPerSecondByRound: bare,
    ratio: Math.round((median(own) / median(bare)) * 100) / 100,
    deployToSnapshotMs,
    eventStore: engines.eventStore,
  };
}

async function registerDeploys({ request }: RunningProduct): Promise<void> {
  for (let number = 0; number < deployed; number += 1) {
    await request('POST', '/deploys', { codeDeployment: 'shop', sha: shaOf(number) });
  }
}

async function publishRound(bus: Bus, connection: string, round: number, startMs: number): Promise<void> {
  for (let look = 0; look < looksAtEach; look += 1) {
    const facts = Array.from({ length: builds }, (_, number) =>
      observed(connection, number, round * looksAtEach + look, startMs),
    );
    await publishAll(bus, facts);
  }
}

/** A new group reads the topic from its beginning: the loop works off more with each round. */
async function bareRate({ bus, brokers, mongodbUri, topicPrefix }: BenchEngines, group: string) {
  const loop = await startBareLoop({
    brokers,
    mongodbUri,
    group: `${topicPrefix}${group}`,
    topic: `${topicPrefix}${topics.builds.name}`,
  });
  try {
    return await drainRate(bus, group, topics.builds.name);
  } finally {
    await loop.stop();
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
