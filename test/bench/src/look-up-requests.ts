import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { openEmbeddedBus } from '#libs/bus';
import { encodeEvent, envelope, eventId, topics } from '#libs/contracts';
import type { BuildkiteControl } from '../../standins/buildkite/testing/control.js';
import { startProduct } from './running-product.js';

const deploys = 50;

/** Look-up requests that Buildkite gets for 50 deploys that lie on the topic when the stopped product starts again. */
export async function lookUpRequests(dataDir: string, buildkite: BuildkiteControl): Promise<number> {
  const shas = Array.from({ length: deploys }, () => randomBytes(20).toString('hex'));
  await publishDeploys(dataDir, shas);
  await buildkite.resetRequests();
  const product = await startProduct(dataDir, buildkite);
  const lookedUp = new Set<string>();
  for await (const seen of knownLookUps(product.bus)) {
    if (shas.includes(seen)) lookedUp.add(seen);
    if (lookedUp.size === deploys) break;
  }
  await product.stop();
  return (await buildkite.requests({ query: 'commit[]=' })).filter(({ query }) =>
    shas.some((sha) => query.includes(sha)),
  ).length;
}

async function publishDeploys(dataDir: string, shas: readonly string[]): Promise<void> {
  const bus = await openEmbeddedBus({ file: join(dataDir, 'bus.sqlite') });
  const at = new Date().toISOString();
  const events = shas.map((sha) =>
    envelope('sleuth.deploy-registered.v1', {
      id: eventId('bench-deploy', sha),
      source: '/bench',
      time: at,
      data: {
        organization: 'acme',
        at,
        deploy: eventId('bench-deploy', sha),
        sha,
        project: 'shop',
        codeDeployment: 'shop',
        environment: 'production',
        repository: 'github.com/acme/shop',
        deployedAt: `${at.slice(0, 19)}.000Z`,
        rollback: false,
      },
    }),
  );
  await bus.publish(topics.deploys.name, events.map(encodeEvent));
  await bus.close();
}

/** SHAs of the look-ups on the topic, read again and again. */
async function* knownLookUps(bus: Awaited<ReturnType<typeof startProduct>>['bus']): AsyncGenerator<string> {
  for (;;) {
    for await (const records of bus.read(topics.commitLookUps.name)) {
      for (const { value } of records)
        yield (JSON.parse(String(value)) as { data: { sha: string } }).data.sha;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
