import type { DeadLetter } from '#libs/bus';
import { encodeEvent, publishedEvents } from '#libs/contracts';
import { oneOfEach } from '#libs/contracts/testing';
import { Data } from '../faults/setting/data.js';
import { startBuildkiteStandIn, type RunningBuildkite } from '../standins/buildkite/testing/index.js';
import { eventually } from './setting/eventually.js';
import { Product } from './setting/product.js';
import { Scene } from './setting/scene.js';

describe('poison on the bus', () => {
  let buildkite: RunningBuildkite;
  let product: Product;

  beforeAll(async () => {
    buildkite = await startBuildkiteStandIn({ clock: 'frozen' });
    product = await Product.start(buildkite);
  }, 60_000);

  afterAll(async () => {
    await product.close();
    await buildkite.close();
  }, 60_000);

  const letters = async (): Promise<readonly DeadLetter[]> => {
    const reply = await fetch(`${product.management}/dead-letters`);
    return ((await reply.json()) as { items: readonly DeadLetter[] }).items;
  };
  const sources = async () => {
    const reply = await fetch(`${product.management}/dead-letters/replay`, { method: 'POST' });
    return ((await reply.json()) as { sources: { topic: string; group: string }[] }).sources;
  };
  const handled = async ({ topic, group }: { topic: string; group: string }): Promise<number> => {
    const text = await (await fetch(`${product.management}/metrics`)).text();
    const line = new RegExp(`^bus_events_handled_total\\{topic="${topic}",group="${group}"\\} (\\d+)$`, 'm');
    return Number(line.exec(text)?.[1] ?? 0);
  };

  it('is set aside with its reason on every topic, the next record is handled, and it can be put back', async () => {
    const all = await sources();
    const consumed = new Set(all.map(({ topic }) => topic));
    expect(consumed.size).toBeGreaterThanOrEqual(4);
    await product.program.stop();
    await Data.of(product.dataDir, async ({ bus }) => {
      for (const topic of consumed) {
        const good = oneOfEach().find(({ type }) => publishedEvents[type].topic.name === topic);
        if (!good) throw new Error(`No event for ${topic}`);
        const record = encodeEvent(good);
        await bus.publish(topic, [{ ...record, value: '{"not": "an envelope"' }, record]);
      }
    });
    await product.run();

    await eventually(async () => expect(await letters()).toHaveLength(all.length));
    for (const letter of await letters())
      expect(letter).toMatchObject({ reason: 'malformed-json', replays: 0 });
    for (const source of all) {
      await eventually(async () => expect([source, await handled(source)]).toEqual([source, 1]));
    }

    for (const { topic, group } of all) {
      const reply = await fetch(`${product.management}/dead-letters/replay?topic=${topic}&group=${group}`, {
        method: 'POST',
      });
      // Other groups of the topic see again what was put back for one of them.
      const { replayed, ...rest } = (await reply.json()) as { replayed: number };
      expect(replayed).toBeGreaterThanOrEqual(1);
      expect(rest).toEqual({ exhausted: 0, leftOut: 0 });
    }
    await eventually(async () => {
      const back = await letters();
      for (const { topic, group } of all) {
        const own = back.filter((letter) => letter.topic === topic && letter.group === group);
        expect([topic, group, own.some(({ replays }) => replays === 1)]).toEqual([topic, group, true]);
      }
    });
  }, 120_000);

  it('of every kind is told apart, and blocks nobody', async () => {
    await product.program.stop();
    await Data.of(product.dataDir, async ({ bus }) => {
      const [good] = oneOfEach().filter(({ type }) => type === 'sleuth.build-observed.v1');
      if (!good) throw new Error('No look');
      const { key, value, headers } = encodeEvent(good);
      const changed = (change: object) => ({
        key,
        headers,
        value: JSON.stringify({ ...(JSON.parse(value) as object), ...change }),
      });
      await bus.publish('sleuth.builds.v1', [
        { key, value: null },
        { key, value: '' },
        { key, value: Buffer.from([0, 0, 0, 0, 1, 2]), headers },
        { key, value: `"${'x'.repeat(300_000)}"`, headers },
        changed({ type: 'sleuth.build-observed.v99' }),
        changed({ type: 'sleuth.unheard-of.v1' }),
        changed({ data: { ...good.data, organization: 'somebody-else' } }),
        { key: `other:${key}`, value, headers },
        { key: null, value, headers },
        { key: `${key}x`, value, headers },
        {
          key,
          value: '{}',
          headers: Object.fromEntries(
            Array.from({ length: 1_000 }, (_, index) => [`h${index}`, 'x'.repeat(20)]),
          ),
        },
      ]);
    });
    await product.run();
    const reasons = async () =>
      (await letters())
        .filter(
          ({ topic, group, replays }) => topic === 'sleuth.builds.v1' && group === 'deploys' && replays === 0,
        )
        .map(({ reason }) => reason);
    await eventually(async () =>
      expect(new Set(await reasons())).toEqual(
        new Set([
          'empty',
          'malformed-json',
          'too-large',
          'unsupported-version',
          'unknown-type',
          'tenant-mismatch',
          'key-mismatch',
          'invalid-envelope',
        ]),
      ),
    );
    const scene = await Scene.connected(product, buildkite);
    const sha = 'ab'.repeat(20);
    await scene.addBuild({ commit: sha, createdAt: '-1h' });
    expect((await scene.snapshot((await scene.deploy(sha)).id)).builds).toHaveLength(1);
  }, 120_000);
});
