import { randomBytes } from 'node:crypto';
import { at } from '../../standins/buildkite/src/build/at.js';
import type { BuildkiteControl } from '../../standins/buildkite/testing/control.js';
import { percentile } from './percentile.js';
import type { RunningProduct } from './running-product.js';

const builds = 40;
/** How long a build of the bench takes, and how far apart they begin: no two changes come together. */
const runsForMs = 500;
const apartMs = 150;

/** Milliseconds from the instant at which a build passes to a latest view that says so. */
export interface Freshness {
  readonly p50: number;
  readonly p95: number;
}

/** Has Buildkite deliver webhooks of the connection to the product. */
export async function deliverWebhooks(
  { request, url }: RunningProduct,
  buildkite: BuildkiteControl,
  connection: string,
): Promise<void> {
  const made = await request<{ secret: string }>(
    'POST',
    `/integrations/buildkite/connections/${connection}/webhook-secrets`,
  );
  await buildkite.addWebhook({
    organization: 'acme-builds',
    url: `${url}/v1/webhooks/buildkite/${connection}`,
    secret: made.secret,
  });
}

/** Resolves with the first cycle that another follows after so long: until then the one before decided when it began. */
export async function pollsEvery(
  { request }: RunningProduct,
  connection: string,
  intervalMs: number,
): Promise<void> {
  for (;;) {
    const { lastCycle, nextCycleAt } = await request<{
      lastCycle: { startedAt: string } | null;
      nextCycleAt: string | null;
    }>('GET', `/collection/${connection}`);
    if (lastCycle !== null && nextCycleAt !== null) {
      if (Date.parse(nextCycleAt) - Date.parse(lastCycle.startedAt) <= intervalMs) return;
    }
    await pause(25);
  }
}

/** How soon deploys show that their builds have passed, over builds that pass one after the other. */
export async function freshness(product: RunningProduct, buildkite: BuildkiteControl): Promise<Freshness> {
  const shown: Promise<number>[] = [];
  for (let count = 0; count < builds; count += 1) {
    shown.push(timeToShow(product, buildkite));
    await pause(apartMs);
  }
  const times = await Promise.all(shown);
  return { p50: percentile(times, 0.5), p95: percentile(times, 0.95) };
}

async function timeToShow({ request }: RunningProduct, buildkite: BuildkiteControl): Promise<number> {
  const commit = randomBytes(20).toString('hex');
  const { id } = await request<{ id: string }>('POST', '/deploys', { codeDeployment: 'shop', sha: commit });
  const script = [at('0s').running(), at(`${runsForMs}ms`).passed()];
  const build = await buildkite.addBuild({ organization: 'acme-builds', pipeline: 'shop', commit, script });
  const passedAt = Date.parse(build.createdAt) + runsForMs;
  for (;;) {
    const { verdict } = await request<{ verdict: string }>('GET', `/deploys/${id}/builds?view=latest`);
    if (verdict === 'passed') return Date.now() - passedAt;
    await pause(25);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
