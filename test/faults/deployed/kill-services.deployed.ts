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
import { Pace } from './setting/pace.js';
import { Supervisor } from './setting/supervisor.js';
import { Teams } from './setting/teams.js';
import { truthFaults } from './setting/truth-faults.js';

/** KILLS=all kills as often and lets as many facts flow as a release must stand; the short form is for every change. */
const isLong = process.env['KILLS'] === 'all';
const [killsOfService, killsOfEngine, leastFacts] = isLong ? [20, 3, 20_000] : [3, 1, 1_000];
const sessionTimeout = isLong ? '15s' : '6s';

const kills = 3 * killsOfService + 2 * killsOfEngine;

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

  /** Asked again while Kafka is away. */
  const factCount = () => eventually(() => data.bus.lag('nobody', 'sleuth.builds.v1'), 60_000);

  /** Kills one process of each service after the other, each time another one; waits until it works again. */
  async function killServices(pace: Pace): Promise<void> {
    for (let round = 0; round < killsOfService; round += 1) {
      for (const service of serviceNames) {
        const serving = product.instances.filter(({ serves }) => serves.includes(service));
        const victim = serving[round % serving.length];
        if (victim === undefined) throw new Error(`Nobody serves ${service}.`);
        await pace.kill(() => supervisor.kill(victim));
        await supervisor.allReady();
      }
    }
  }

  async function killEngines(pace: Pace): Promise<void> {
    const victims: readonly Engine[] = [engines.kafka, engines.mongo];
    for (let round = 0; round < killsOfEngine; round += 1) {
      for (const victim of victims) {
        await pace.kill(() => victim.kill('SIGKILL'));
        await pause(absenceMs);
        await victim.restart();
        await supervisor.allReady();
      }
    }
  }

  it(
    'loses nothing, takes no wrong snapshot and publishes every revision',
    async () => {
      const teams = await Teams.connected(product, buildkite, { teams: 3, buildsAtOnce: 12 });
      const pace = new Pace({ kills, facts: leastFacts }, factCount);
      const killing = (async () => {
        await killServices(pace);
        const atServices = [...supervisor.endedByThemselves];
        await killEngines(pace);
        return atServices;
      })();
      let isOver = false;
      const over = () => void (isOver = true);
      killing.then(over, over);
      let minutes = 0;
      while (!isOver || !(await pace.isEnough())) {
        await pace.mayFlow();
        await teams.goOn();
        minutes += 1;
      }
      expect(await killing).toEqual([]);
      expect(pace.kills).toBe(kills);
      const flowed = await factCount();
      await teams.comeToRest(() => eventually(() => quiet(product), 120_000));

      const deploys = teams.flows.flatMap((flow) => flow.deploys);
      process.stdout.write(
        `${pace.kills} kills while ${flowed} records about builds flowed, ${deploys.length} deploys in ${minutes} ` +
          `minutes; ended by themselves while an engine was away: ${supervisor.endedByThemselves.join(', ') || 'none'}\n`,
      );
      expect(await truthFaults(data, buildkite, deploys)).toEqual([]);
      expect(await faultsOf(data, teams.acknowledged)).toEqual([]);
      expect(await teams.missedBuilds(data)).toEqual([]);
    },
    isLong ? 3_600_000 : 900_000,
  );
});
