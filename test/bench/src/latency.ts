import { randomBytes } from 'node:crypto';
import { decodeEvent, topics } from '#libs/contracts';
import type { BuildkiteControl } from '../../standins/buildkite/testing/control.js';
import { percentile } from './percentile.js';
import type { RunningProduct } from './running-product.js';

const deploys = 100;
const lookUps = 20;

/** Milliseconds from the request that registers a deploy to its first revision on the bus, one deploy after the other. */
export async function deployToSnapshot(
  { bus, request }: RunningProduct,
  buildkite: BuildkiteControl,
): Promise<{ readonly p50: number; readonly p99: number }> {
  const taken = new Map<string, () => void>();
  const consumer = await bus.subscribe({
    group: 'bench-latency',
    topics: [topics.buildSnapshots.name],
    async handle({ records }) {
      for (const record of records) {
        const read = decodeEvent(record);
        if (read.ok && read.event.type === 'sleuth.build-snapshot-taken.v1')
          taken.get(read.event.data.deploy.sha)?.();
      }
    },
  });
  const times: number[] = [];
  for (let index = 0; index < deploys; index += 1) {
    const sha = randomBytes(20).toString('hex');
    await buildkite.addBuild({
      organization: 'acme-builds',
      pipeline: 'shop',
      commit: sha,
      createdAt: '-10m',
    });
    const isTaken = new Promise<void>((resolve) => taken.set(sha, resolve));
    const began = performance.now();
    await request('POST', '/deploys', { codeDeployment: 'shop', sha });
    await isTaken;
    times.push(performance.now() - began);
  }
  await consumer.stop();
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}

/** Median milliseconds of a look-up's request, sent by hand. */
export async function lookUpRoundTrip(buildkite: BuildkiteControl): Promise<number> {
  const { value } = await buildkite.addToken();
  const times: number[] = [];
  for (let index = 0; index < lookUps; index += 1) {
    const query = new URLSearchParams([
      ['commit[]', randomBytes(20).toString('hex')],
      ['exclude_jobs', 'true'],
    ]);
    const began = performance.now();
    const response = await fetch(`${buildkite.apiUrl}/organizations/acme-builds/builds?${query.toString()}`, {
      headers: { authorization: `Bearer ${value}` },
    });
    await response.text();
    times.push(performance.now() - began);
  }
  return percentile(times, 0.5);
}
