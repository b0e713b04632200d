import type { DeadLetter, OutgoingRecord } from '#libs/bus';
import { encodeEvent, publishedEvents } from '#libs/contracts';
import { oneOfEach } from '#libs/contracts/testing';
import { eventually } from '../../e2e/setting/eventually.js';
import { Product } from '../../e2e/setting/product.js';
import { startBuildkiteStandIn, type RunningBuildkite } from '../../standins/buildkite/testing/index.js';
import { Data } from '../setting/data.js';
import { OwnEngines } from './setting/own-engines.js';

interface Source {
  readonly topic: string;
  readonly group: string;
}

/** Records that can never be handled, by the reason that they are set aside with, and a good one of the same topic. */
function recordsOf(topic: string): { readonly good: OutgoingRecord; readonly poison: OutgoingRecord[] } {
  const event = oneOfEach().find(({ type }) => publishedEvents[type].topic.name === topic);
  if (!event) throw new Error(`No event for ${topic}`);
  const good = encodeEvent(event);
  const { key, value, headers } = good;
  const changed = (change: object) => ({
    key,
    headers,
    value: JSON.stringify({ ...(JSON.parse(value) as object), ...change }),
  });
  return {
    good,
    poison: [
      { key, headers, value: '{"not": "an envelope"' },
      { key, headers, value: '' },
      { key, headers, value: null },
      changed({ type: event.type.replace(/\.v\d+$/, '.v99') }),
      changed({ data: { ...event.data, organization: 'somebody-else' } }),
      { key, headers, value: `"${'x'.repeat(300_000)}"` },
    ],
  };
}

const reasons = ['empty', 'malformed-json', 'tenant-mismatch', 'too-large', 'unsupported-version'];

describe('poison on the topics of a running deployment', () => {
  let engines: OwnEngines;
  let buildkite: RunningBuildkite;
  let product: Product;
  let data: Data;

  beforeAll(async () => {
    engines = await OwnEngines.start();
    buildkite = await startBuildkiteStandIn({ clock: 'frozen' });
    product = await Product.start(buildkite);
    data = await Data.open(product.dataDir);
  }, 300_000);

  afterAll(async () => {
    await data.close();
    await product.close();
    await buildkite.close();
    await engines.stop();
  }, 120_000);

  async function manage<Body>(method: string, path: string): Promise<Body> {
    return (await (await fetch(product.management + path, { method })).json()) as Body;
  }

  async function lettersOf({ topic, group }: Source): Promise<readonly DeadLetter[]> {
    const { items } = await manage<{ items: readonly DeadLetter[] }>('GET', '/dead-letters');
    return items.filter((letter) => letter.topic === topic && letter.group === group);
  }

  async function handled({ topic, group }: Source): Promise<number> {
    const text = await (await fetch(`${product.management}/metrics`)).text();
    const line = new RegExp(`^bus_events_handled_total\\{topic="${topic}",group="${group}"\\} (\\d+)$`, 'm');
    return Number(line.exec(text)?.[1] ?? 0);
  }

  it('is set aside with its reason, holds nobody up, and can be put back', async () => {
    const { sources } = await manage<{ sources: readonly Source[] }>('POST', '/dead-letters/replay');
    const consumed = [...new Set(sources.map(({ topic }) => topic))];
    expect(consumed.length).toBeGreaterThanOrEqual(4);
    for (const topic of consumed) {
      const { good, poison } = recordsOf(topic);
      const groups = sources.filter((source) => source.topic === topic);
      const nothingLeft = () =>
        eventually(async () => {
          for (const { group } of groups)
            expect([group, await data.bus.lag(group, topic)]).toEqual([group, 0]);
        });
      await data.bus.publish(topic, [good]);
      await nothingLeft();
      await data.bus.publish(topic, [...poison, good]);
      const since = performance.now();
      await nothingLeft();
      const waited = Math.round(performance.now() - since);
      process.stdout.write(`${topic}: the record behind ${poison.length} poisoned ones took ${waited} ms\n`);
      expect(waited).toBeLessThan(1_000);
      await eventually(async () => {
        for (const source of groups) expect([source, await handled(source)]).toEqual([source, 2]);
      });
      for (const source of groups) {
        const letters = await lettersOf(source);
        expect([source, letters.length]).toEqual([source, poison.length]);
        expect([...new Set(letters.map(({ reason }) => reason))].sort()).toEqual(reasons);
      }
    }

    for (const source of sources) {
      const { replayed } = await manage<{ replayed: number }>(
        'POST',
        `/dead-letters/replay?${new URLSearchParams({ ...source }).toString()}`,
      );
      expect(replayed).toBeGreaterThanOrEqual(recordsOf(source.topic).poison.length);
    }
    await eventually(async () => {
      for (const source of sources) {
        const back = (await lettersOf(source)).filter(({ replays }) => replays > 0);
        expect(back.length).toBeGreaterThanOrEqual(recordsOf(source.topic).poison.length);
      }
    });
  }, 300_000);
});
