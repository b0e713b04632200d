import { setTimeout as pause } from 'node:timers/promises';
import { startBuildkiteStandIn, type RunningBuildkite } from '../../standins/buildkite/testing/index.js';
import { serviceNames, type ServiceName } from '../../e2e/setting/deployment.js';
import type { Instance } from '../../e2e/setting/instance.js';
import { Product } from '../../e2e/setting/product.js';
import { Data } from '../setting/data.js';
import { everything } from '../setting/everything.js';
import { faultsOf } from '../setting/faults-of-data.js';
import { quiet } from '../setting/quiet.js';
import { OwnEngines } from './setting/own-engines.js';
import { Teams } from './setting/teams.js';

const sessionTimeoutMs = 6_000;

describe('a process that stood still while others took its work over', () => {
  let engines: OwnEngines;
  let buildkite: RunningBuildkite;
  let product: Product;
  let data: Data;
  let teams: Teams;

  beforeAll(async () => {
    engines = await OwnEngines.start();
    buildkite = await startBuildkiteStandIn({ clock: 'frozen', startAt: '2026-03-01T12:00:00Z' });
    const env = { KAFKA_SESSION_TIMEOUT: `${sessionTimeoutMs / 1_000}s`, LOG_LEVEL: 'warn' };
    product = await Product.start(buildkite, env, { answerWithinMs: 2_000 });
    data = await Data.open(product.dataDir);
    teams = await Teams.connected(product, buildkite, { teams: 2, buildsAtOnce: 8 });
  }, 300_000);

  afterAll(async () => {
    await data.close();
    await product.close();
    await buildkite.close();
    await engines.stop();
  }, 120_000);

  /** A process of the service, and the other one, which lives on. */
  function pairOf(service: ServiceName): readonly [Instance, Instance] {
    const [one, other] = product.instances.filter(({ serves }) => serves.includes(service));
    if (one === undefined || other === undefined) throw new Error(`${service} does not run twice.`);
    return [one, other];
  }

  it.each(serviceNames)(
    'changes nothing when it goes on: %s',
    async (service) => {
      const [zombie, other] = pairOf(service);
      const quietOnes = async () => {
        for (const instance of product.instances.filter((one) => one !== zombie)) await quiet(instance);
      };
      await teams.goOn();
      const flowing = teams.flows.map((flow) => flow.goOn());
      await pause(200);
      process.kill(zombie.program.pid, 'SIGSTOP');
      let before: unknown;
      try {
        const stoodStill = pause(sessionTimeoutMs + 4_000);
        await quiet(other);
        await Promise.all(flowing);
        await stoodStill;
        await teams.comeToRest(quietOnes);
        before = await everything(data);
      } finally {
        process.kill(zombie.program.pid, 'SIGCONT');
      }
      await pause(sessionTimeoutMs);
      for (const instance of product.instances) await instance.ready();
      await quiet(product);
      expect(await everything(data)).toEqual(before);
      expect(await faultsOf(data, teams.acknowledged)).toEqual([]);
      expect(await teams.missedBuilds(data)).toEqual([]);
    },
    300_000,
  );
});
