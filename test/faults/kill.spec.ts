import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBuildkiteStandIn, type RunningBuildkite } from '../standins/buildkite/testing/index.js';
import { Product } from '../e2e/setting/product.js';
import { Scene } from '../e2e/setting/scene.js';
import { Data } from './setting/data.js';
import { faultsOf } from './setting/faults-of-data.js';
import { normalRun } from './setting/normal-run.js';
import { quiet } from './setting/quiet.js';
import { sampleOf } from './setting/sample.js';
import { ScriptClient, type Acknowledged } from './setting/script-client.js';
import { SupervisedProduct } from './setting/supervised-product.js';

const all = process.env['FAULTS'] === 'all';
const seed = Number(process.env['FAULTS_SEED'] ?? 1);
const sampleSize = 16;

/** A stage that comes in no run of so many is one that this run has no work for any more. */
const mostRuns = 12;

describe('a product that is killed', () => {
  let buildkite: RunningBuildkite;
  let product: Product;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stages-'));
    buildkite = await startBuildkiteStandIn({ clock: 'frozen', startAt: '2026-03-01T12:00:00Z' });
    product = await Product.start(buildkite);
  }, 60_000);

  afterAll(async () => {
    await product.close();
    await buildkite.close();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const acknowledged: Acknowledged[] = [];

  /** One organization's normal run; clients find a process to speak to whenever one was killed. */
  async function run(alive: () => Promise<void>): Promise<void> {
    const scene = await Scene.open(product, buildkite);
    const client = new ScriptClient(scene.api, alive);
    await normalRun(client, scene, async (minutes) => {
      for (let minute = 0; minute < minutes; minute += 1) {
        await alive();
        await buildkite.turnClock(60_000);
      }
    });
    acknowledged.push(...client.acknowledged);
  }

  async function stagesOfNormalRun(): Promise<string[]> {
    const file = join(folder, 'stages.txt');
    await product.program.stop();
    await product.run({ KILL_AT: `record:${file}` });
    await run(() => Promise.resolve());
    await quiet(product);
    return (await readFile(file, 'utf8')).trimEnd().split('\n');
  }

  it(
    'at any stage of its work loses nothing, does nothing twice, and comes to the same snapshots',
    async () => {
      const stages = await stagesOfNormalRun();
      expect(stages).toEqual(
        expect.arrayContaining([
          'append buildkiteIntegration before',
          'append deploys after',
          'append buildSnapshot after',
          'publish sleuth.build-snapshots.v1 after',
          'handled sleuth.builds.v1',
          'write vault before',
        ]),
      );
      const chosen = all ? stages : sampleOf(stages, sampleSize, seed);
      process.stdout.write(
        `${chosen.length} of ${stages.length} stages, seed ${seed}: ${chosen.join(' · ')}\n`,
      );

      const supervised = new SupervisedProduct(product, [...chosen]);
      await supervised.begin();
      for (let runs = 0; supervised.remaining > 0 && runs < mostRuns; runs += 1) {
        await run(() => supervised.alive());
      }
      await supervised.alive();
      await quiet(product);
      const notReached = supervised.skipPlanned();
      await supervised.end();

      expect(notReached).toBeUndefined();
      expect(supervised.killedAt).toEqual(chosen);
      expect(await Data.of(product.dataDir, (data) => faultsOf(data, acknowledged))).toEqual([]);
    },
    all ? 1_800_000 : 600_000,
  );
});
