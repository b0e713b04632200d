import { topics } from '#libs/contracts';
import { Scene } from '../e2e/setting/scene.js';
import { Stage } from '../e2e/setting/stage.js';
import { Data } from './setting/data.js';
import { everything } from './setting/everything.js';
import { normalRun } from './setting/normal-run.js';
import { quiet } from './setting/quiet.js';
import { sampleOf, shuffled } from './setting/sample.js';
import { ScriptClient } from './setting/script-client.js';

const names = Object.values(topics).map(({ name }) => name);

/** Puts a copy of every record behind the last one of its topic, in another order. */
async function repeatShuffled(
  { bus, records }: Pick<Data, 'bus'> & { records: Data['records'] },
  seed: number,
) {
  for (const name of names) {
    const copies = shuffled(await records(name), seed);
    for (const { key, value, headers } of copies) await bus.publish(name, [{ key, value, headers }]);
  }
}

describe('records that come again', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.set();
  }, 60_000);

  afterAll(() => stage.clear(), 60_000);

  async function left() {
    await quiet(stage.product);
    await stage.pass(1);
    await quiet(stage.product);
    await stage.product.program.stop();
    return Data.of(stage.product.dataDir, everything);
  }

  it.each([1, 2])(
    'in another order change nothing (order %i)',
    async (seed) => {
      const scene = await Scene.open(stage.product, stage.buildkite);
      const client = new ScriptClient(scene.api, () => Promise.resolve());
      await normalRun(client, scene, (minutes) => stage.pass(minutes));
      const before = await left();
      for (const name of names.filter((one) => one !== topics.connectionHealth.name))
        expect([name, before.published[name]?.length]).not.toEqual([name, 0]);

      await Data.of(stage.product.dataDir, (data) =>
        repeatShuffled({ bus: data.bus, records: (name) => data.records(name) }, seed),
      );
      await stage.product.run();
      expect(await left()).toEqual(before);
      await stage.product.run();
    },
    180_000,
  );

  it('are shuffled, every one once, the same way for the same seed', () => {
    const items = Array.from({ length: 50 }, (_, index) => index);
    expect(shuffled(items, 1)).not.toEqual(items);
    expect(shuffled(items, 1)).toEqual(shuffled(items, 1));
    expect(shuffled(items, 1)).not.toEqual(shuffled(items, 2));
    expect(shuffled(items, 1).sort((one, other) => one - other)).toEqual(items);
    expect(sampleOf(['a', 'b', 'c'], 2, 1)).toHaveLength(2);
  });
});
