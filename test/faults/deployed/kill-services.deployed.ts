import { setTimeout as pause } from 'node:timers/promises';
import { startBuildkiteStandIn, type RunningBuildkite } from '../../standins/buildkite/testing/index.js';
import { eventually } from '../../e2e/setting/eventually.js';
import { serviceNames } from '../../e2e/setting/deployment.js';
import { Product } from '../../e2e/setting/product.js';
import type { Engine } from '../../engines/index.js';
import { Data } from '../setting/data.js';
import { faultsOf } from '../setting/faults-of-data.js';
import { quiet } from '../setting/quiet.js';
import { OwnEngines } from './setting/own-engines.js';
import { Supervisor } from './setting/supervisor.js';
import { Teams } from './setting/teams.js';

/** KILLS=all kills as often and lets as many facts flow as a release must stand; the short form is for every change. */
const isLong = process.env['KILLS'] === 'all';
const [killsOfService, killsOfEngine, leastFacts] = isLong ? [20, 3, 20_000] : [3, 1, 1_000];
const sessionTimeout = isLong ? '15s' : '6s';

/** How long an engine stays away. */
const absenceMs = 3_000;

describe('a deployment of which anything is killed at any time', () => {
  let engines: OwnEngines;
  let buildkite: RunningBuildkite;
  let product: Product;
  let supervisor: Supervisor;
  let data: Data;

  beforeAll(async () => {
    engines = await OwnEngines.start();
    buildkite = await startBuildkiteStandIn({ clock: 'frozen', startAt: '2026-03-01T12:00:00Z' });
    product = await Product.start(buildkite, {
      KAFKA_SESSION_TIMEOUT: sessionTimeout,
      LOG_LEVEL: 'warn',
    });
    supervisor = new Supervisor(product);
    data = await Data.open(product.dataDir);
  }, 300_000);

  afterAll(async () => {
    await data.close();
    await supervisor.end();
    await product.close();
    await buildkite.close();
    await engines.stop();
  }, 120_000);

  const factCount = () => data.bus.lag('nobody', 'sleuth.builds.v1');

  /** Kills one process of each service after the other, each time another one; waits until it works again. */
  async function killServices(): Promise<number> {
    let kills = 0;
    for (let round = 0; round < killsOfService; round += 1) {
      for (const service of serviceNames) {
        const serving = product.instances.filter(({ serves }) => serves.includes(service));
        const victim = serving[round % serving.length];
        if (victim === undefined) throw new Error(`Nobody serves ${service}.`);
        await supervisor.kill(victim);
        kills += 1;
        await supervisor.allReady();
      }
    }
    return kills;
  }

  async function killEngines(): Promise<number> {
    let kills = 0;
    const victims: readonly Engine[] = [engines.kafka, engines.mongo];
    for (let round = 0; round < killsOfEngine; round += 1) {
      for (const victim of victims) {
        await victim.kill('SIGKILL');
        kills += 1;
        await pause(absenceMs);
        await victim.restart();
        await supervisor.allReady();
      }
    }
    return kills;
  }

  it(
    'loses nothing, takes no wrong snapshot and publishes every revision',
    async () => {
      const teams = await Teams.connected(product, buildkite, { teams: 3, buildsAtOnce: 12 });
      let isOver = false;
      const killing = (async () => [await killServices(), await killEngines()])().finally(
        () => (isOver = true),
      );
      killing.catch(() => undefined);
      let minutes = 0;
      while (!isOver || (await factCount()) < leastFacts) {
        await teams.goOn();
        minutes += 1;
      }
      expect(await killing).toEqual([3 * killsOfService, 2 * killsOfEngine]);
      await teams.comeToRest(() => eventually(() => quiet(product), 120_000));

      const [facts, deploys] = [await factCount(), teams.flows.flatMap((flow) => flow.deploys).length];
      process.stdout.write(
        `${facts} records about builds, ${deploys} deploys in ${minutes} minutes; ended by themselves: ` +
          `${supervisor.endedByThemselves.join(', ') || 'none'}\n`,
      );
      expect(await faultsOf(data, teams.acknowledged)).toEqual([]);
      expect(await teams.missedBuilds(data)).toEqual([]);
      expect(deploys).toBeGreaterThan(minutes);
    },
    isLong ? 3_600_000 : 900_000,
  );
});
