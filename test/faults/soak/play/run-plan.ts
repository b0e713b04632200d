import { Api } from '../../../e2e/setting/api.js';
import { testOrganizations } from '../../../e2e/setting/api-keys.js';
import { lull } from '../../../e2e/setting/lull.js';
import { Product } from '../../../e2e/setting/product.js';
import {
  startBuildkiteStandIn,
  type DensestWindow,
  type LoggedDelivery,
  type RunningBuildkite,
} from '../../../standins/buildkite/testing/index.js';
import { Supervisor } from '../../deployed/setting/supervisor.js';
import { Data } from '../../setting/data.js';
import { quiet } from '../../setting/quiet.js';
import { ScriptClient } from '../../setting/script-client.js';
import { left, type Left } from '../checks/left.js';
import { buildkiteOrganization } from '../plan/plan-of.js';
import { iso, minuteMs, type Plan } from '../plan/plan.js';
import { Webhooks } from '../webhooks.js';
import { connect, openBuildkite, type Connections } from './connect.js';
import { Player, type Happening } from './player.js';

/** What came of a plan. */
export interface Outcome extends Left {
  readonly plan: Plan;
  readonly connections: Connections;
  readonly happenings: readonly Happening[];
  readonly kills: number;
  readonly endedByThemselves: readonly string[];
  /** The busiest minutes of those whose requests Buildkite limits. */
  readonly windows: readonly DensestWindow[];
  /** What became of the deliveries of webhooks. */
  readonly deliveries: readonly LoggedDelivery[];
  readonly requestCount: number;
  /** When the run ended, by the clock: milliseconds since the epoch. */
  readonly overMs: number;
  /** What the product wrote to its terminal. */
  readonly output: string;
}

/** How long everything that was begun gets to come to its end. */
const restMinutes = 35;

/** Runs the product against a plan until both have come to rest. `told` hears how far it is. */
export async function runPlan(plan: Plan, told: (text: string) => void): Promise<Outcome> {
  const buildkite = await startBuildkiteStandIn({ startAt: iso(plan.startMs), organizations: [] });
  try {
    await openBuildkite(buildkite, plan);
    const product = await Product.start(buildkite, { LOG_LEVEL: 'info' });
    try {
      return await runProduct(plan, buildkite, product, told);
    } finally {
      await product.close();
    }
  } finally {
    await buildkite.close();
  }
}

async function runProduct(
  plan: Plan,
  buildkite: RunningBuildkite,
  product: Product,
  told: (text: string) => void,
): Promise<Outcome> {
  const supervisor = new Supervisor(product);
  const api = new Api(testOrganizations[0] ?? '', product.addresses);
  const client = new ScriptClient(api, () => supervisor.allReady());
  const connections = await connect(client, buildkite, plan);
  const webhooks = new Webhooks(buildkite, buildkiteOrganization);
  for (const connection of connections.all)
    await webhooks.deliverTo(connection, api, product.addresses.builds);
  await quiet(product);

  const player = new Player(plan, { buildkite, product, supervisor, client, webhooks });
  await player.play(told);
  told('coming to rest');
  await comeToRest(buildkite, supervisor, product);

  const { now: overMs } = await buildkite.clock();
  const windows = await buildkite.densestWindows();
  const { deliveries } = await buildkite.webhookDeliveries();
  const requestCount = await buildkite.requestTotal();
  await supervisor.end();
  await product.program.stop();
  const kept = await Data.of(product.dataDir, (data) => left(data, client.acknowledged));
  const { happenings, kills } = player;
  const { endedByThemselves } = supervisor;
  const { output } = product;
  return {
    ...kept,
    plan,
    connections,
    happenings,
    kills,
    endedByThemselves,
    windows,
    deliveries,
    requestCount,
    overMs,
    output,
  };
}

/** Nothing goes wrong any more, and time passes until nobody has anything to do. */
async function comeToRest(
  buildkite: RunningBuildkite,
  supervisor: Supervisor,
  product: Product,
): Promise<void> {
  await buildkite.clearFaults();
  await supervisor.allReady();
  for (let minute = 0; minute < restMinutes; minute += 1) {
    if (minute % 5 === 0) await quiet(product);
    await buildkite.turnClock(minuteMs);
    await lull(buildkite);
  }
  await quiet(product);
}
