import { decodeEvent, encodeEvent, eventId, topics, type PublishedEvent } from '#libs/contracts';
import {
  aBuild,
  aBuildObserved,
  aCommitLookedUp,
  aDefaultBuildServerSet,
  recordOf,
} from '#libs/contracts/testing';
import { readAll } from '#libs/bus/testing';
import { aShop, register } from '../testing/shop.js';
import { Yard } from '../testing/yard.js';

const many = 2_000;
const oneMebibyte = 1024 * 1024;
const ids = Array.from({ length: many }, (_, index) => eventId('build', String(index)));

/** A look at each of the builds of the commit. */
function looksAt(lookedAt: string, message: string): PublishedEvent[] {
  return ids.map((id, index) =>
    aBuildObserved({ lookedAt, build: aBuild({ id, number: index + 1, message: message.padEnd(500, 'ä') }) }),
  );
}

/** As many at once as the bus hands over. */
async function hear(events: readonly PublishedEvent[]): Promise<void> {
  for (let first = 0; first < events.length; first += 500)
    await yard.hear(...events.slice(first, first + 500));
}

let yard: Yard;

describe('A commit with very many builds', () => {
  let deploy: Awaited<ReturnType<typeof register>>['deploy'];

  beforeAll(async () => {
    yard = await Yard.open();
    await aShop(yard);
    ({ deploy } = await register(yard));
    await yard.hear(aDefaultBuildServerSet());
    await hear(looksAt('2026-11-23T12:30:00.000Z', 'First'));
    await yard.hear(aCommitLookedUp({ lookedAt: '2026-11-23T12:30:00.000Z', builds: ids }));
    await hear(looksAt('2026-11-23T12:20:00.000Z', 'Second'));
    await yard.show();
  }, 120_000);
  afterAll(() => yard.close());

  it('has revisions that the event store, the bus and our readers take', async () => {
    const stored = await yard.stored('buildSnapshot-');
    expect(stored.map(({ type }) => type)).toEqual(['BuildSnapshotTaken', 'BuildSnapshotCorrected']);
    const relay = yard.relays.get('deploys-publish-snapshots');
    for (const event of stored) {
      expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(oneMebibyte - 64 * 1024);
      const published = relay?.map(event);
      if (!published) throw new Error('There is no relay.');
      expect(decodeEvent(recordOf(published))).toEqual({ ok: true, event: published });
      await yard.bus.publish(topics.buildSnapshots.name, [encodeEvent(published)]);
    }
    expect(await readAll(yard.bus, topics.buildSnapshots.name)).toHaveLength(stored.length);
  });

  it('shows what is left out, and the whole as it is now', async () => {
    const shown = await yard.tab.snapshot(deploy);
    expect(shown).toMatchObject({ complete: true, verdict: 'passed' });
    expect(shown?.omittedBuilds).toBe(many - (shown?.builds.length ?? 0));
    expect(shown?.omittedBuilds).toBeGreaterThan(0);
    expect((await yard.tab.latest(deploy)).builds).toHaveLength(many);
  });
});
