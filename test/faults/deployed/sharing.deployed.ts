import { setTimeout as pause } from 'node:timers/promises';
import { lull } from '../../e2e/setting/lull.js';
import { eventually } from '../../e2e/setting/eventually.js';
import type { Deployment } from '../../e2e/setting/deployment.js';
import { Product } from '../../e2e/setting/product.js';
import { startBuildkiteStandIn, type RunningBuildkite } from '../../standins/buildkite/testing/index.js';
import { Data } from '../setting/data.js';
import { faultsOf } from '../setting/faults-of-data.js';
import { quiet } from '../setting/quiet.js';
import { Cycles } from './setting/cycles.js';
import { OwnEngines } from './setting/own-engines.js';
import { Supervisor } from './setting/supervisor.js';
import { Teams } from './setting/teams.js';
import { truthFaults } from './setting/truth-faults.js';

const teamCount = 6;
/** What issue and README promise: another instance collects within this time of a death, in milliseconds. */
const movesWithinMs = 10_000;
/** Longer than any lease and session. */
const standstillMs = 12_000;

describe.each<Deployment>(['two-of-each', 'four-collectors'])('connections that %s share', (deployment) => {
  let engines: OwnEngines;
  let buildkite: RunningBuildkite;
  let product: Product;
  let supervisor: Supervisor;
  let data: Data;
  let teams: Teams;
  let cycles: Cycles;

  beforeAll(async () => {
    engines = await OwnEngines.start();
    buildkite = await startBuildkiteStandIn({ clock: 'frozen', startAt: '2026-03-01T12:00:00Z' });
    const env = { KAFKA_SESSION_TIMEOUT: '6s', LOG_LEVEL: 'warn' };
    product = await Product.start(buildkite, env, { answerWithinMs: 2_000 }, deployment);
    supervisor = new Supervisor(product);
    data = await Data.open(product.dataDir);
    teams = await Teams.connected(product, buildkite, { teams: teamCount, buildsAtOnce: 4 });
    cycles = new Cycles(
      buildkite,
      teams.flows.map(({ buildkiteOrganization }) => buildkiteOrganization),
    );
    await cycles.afterTurning(60_000);
  }, 300_000);

  afterAll(async () => {
    await data.close();
    await supervisor.end();
    await product.close();
    await buildkite.close();
    await engines.stop();
  }, 120_000);

  const collectors = () => product.instances.filter(({ serves }) => serves.includes('builds'));
  const calm = () => eventually(() => quiet(product), 120_000);

  async function faults(): Promise<readonly string[]> {
    await teams.comeToRest(calm);
    const deploys = teams.flows.flatMap((flow) => flow.deploys);
    return [
      ...(await truthFaults(data, buildkite, deploys)),
      ...(await faultsOf(data, teams.acknowledged)),
      ...(await teams.missedBuilds(data)),
    ];
  }

  it('are polled by one of them each', async () => {
    for (let minute = 0; minute < 5; minute += 1) {
      await teams.goOn();
      await cycles.ofNow();
      await calm();
      const now = await cycles.afterTurning(60_000);
      await calm();
      expect([...(await cycles.since(now)).values()]).toEqual(Array.from({ length: teamCount }, () => 1));
    }
    expect(await faults()).toEqual([]);
  }, 300_000);

  it('go to the others within ten seconds when one is killed', async () => {
    for (const victim of collectors()) {
      await teams.goOn();
      const since = performance.now();
      await supervisor.killDuring(victim, () => cycles.afterTurning(60_000));
      const waited = performance.now() - since;
      process.stdout.write(`${deployment}: polled by others ${Math.round(waited)} ms after a SIGKILL\n`);
      expect(waited).toBeLessThan(movesWithinMs);
      await supervisor.allReady();
    }
    expect(await faults()).toEqual([]);
  }, 600_000);

  it('are left alone by one that stood still and goes on', async () => {
    const [zombie] = collectors();
    if (zombie === undefined) throw new Error('Nobody collects.');
    await teams.goOn();
    await cycles.ofNow();
    process.kill(zombie.program.pid, 'SIGSTOP');
    try {
      await pause(standstillMs);
      await cycles.afterTurning(60_000);
      for (const instance of product.instances.filter((one) => one !== zombie))
        await eventually(() => quiet(instance), 120_000);
      await lull(buildkite);
    } catch (error) {
      process.kill(zombie.program.pid, 'SIGCONT');
      throw error;
    }
    const asked = await buildkite.requestTotal();
    process.kill(zombie.program.pid, 'SIGCONT');
    await zombie.ready();
    await pause(standstillMs / 4);
    await lull(buildkite);
    expect((await buildkite.requestTotal()) - asked).toBeLessThanOrEqual(1);
    const next = await cycles.afterTurning(60_000);
    await calm();
    expect([...(await cycles.since(next)).values()]).toEqual(Array.from({ length: teamCount }, () => 1));
    expect(await faults()).toEqual([]);
  }, 300_000);

  it('are as true when clocks jump by hours', async () => {
    for (const jump of ['2h', '26h']) {
      await teams.goOn();
      await cycles.afterTurning(jump);
      await teams.goOn();
    }
    expect(await faults()).toEqual([]);
  }, 300_000);
});
