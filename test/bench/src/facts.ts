import { createHash } from 'node:crypto';
import { encodeEvent, envelope, eventId, topics } from '#libs/contracts';
import type { Bus } from '#libs/bus';

/** A SHA for the build with this number. */
export function shaOf(number: number): string {
  return createHash('sha1').update(`bench ${number}`).digest('hex');
}

/** One look at the build with this number, the `round`-th at it. */
export function observed(connection: string, number: number, round: number, startMs: number) {
  const at = (ms: number) => new Date(startMs + ms).toISOString();
  const lookedAt = new Date(Math.floor((startMs + round * 1_000) / 1_000) * 1_000).toISOString();
  const id = `0193f000-0000-7000-8000-${String(number).padStart(12, '0')}`;
  return envelope('sleuth.build-observed.v1', {
    id: eventId('bench', String(startMs), String(number), String(round)),
    source: '/bench',
    time: lookedAt,
    data: {
      organization: 'acme',
      connection,
      buildkiteOrganization: 'acme-builds',
      lookedAt,
      build: {
        id,
        number,
        webUrl: `https://buildkite.com/acme-builds/shop/builds/${number}`,
        pipeline: { id: '0193f000-0000-7000-9000-000000000001', slug: 'shop', name: 'Shop' },
        repository: 'github.com/acme/shop',
        commit: shaOf(number),
        sha: shaOf(number),
        branch: 'main',
        tag: null,
        message: `Change number ${number}, with a message of the usual length for a line of a commit`,
        source: 'webhook',
        creator: 'Ada Example',
        state: 'running',
        createdAt: at(-600_000),
        scheduledAt: at(-599_000),
        startedAt: at(-590_000),
        failingAt: null,
        finishedAt: null,
        pullRequest: null,
        rebuiltFrom: null,
        triggeredFrom: null,
      },
    },
  });
}

/** Publishes looks, 500 at a time. */
export async function publishAll(bus: Bus, events: readonly ReturnType<typeof observed>[]): Promise<void> {
  for (let first = 0; first < events.length; first += 500) {
    await bus.publish(topics.builds.name, events.slice(first, first + 500).map(encodeEvent));
  }
}

/** Resolves when the deploys service has handled every look, which means durable in the read model. */
export async function allHandled(bus: Bus): Promise<void> {
  while ((await bus.lag('deploys', topics.builds.name)) > 0)
    await new Promise((resolve) => setTimeout(resolve, 5));
}
