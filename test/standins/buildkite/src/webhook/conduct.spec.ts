import { sha } from '../../testing/a-build.js';
import { startBuildkiteStandIn, type RunningBuildkite } from '../../testing/start.js';
import { WebhookReceiver } from '../../testing/webhook-receiver.js';
import { at } from '../build/at.js';
import type { WebhookConduct } from './webhook.js';

let bk: RunningBuildkite;
let receiver: WebhookReceiver;

beforeEach(async () => {
  receiver = await WebhookReceiver.start();
  bk = await startBuildkiteStandIn();
  await bk.addPipeline('app');
  await bk.addWebhook({ url: receiver.url, secret: 'x', events: ['build.running', 'build.finished'] });
});

afterEach(async () => {
  await bk.close();
  await receiver.close();
});

/** Lets some builds run one after the other, from now on, and gives what the receiver was told of them. */
async function run(count = 12): Promise<readonly string[]> {
  receiver.received.length = 0;
  await bk.addBuilds(
    Array.from({ length: count }, (_, index) => ({
      pipeline: 'app',
      commit: sha(index),
      message: String(index),
      createdAt: `${String(index * 10 + 1)}s`,
      script: [at('1s').running(), at('4s').passed()],
    })),
  );
  await bk.turnClock('1h');
  return receiver.told;
}

describe('the conduct of webhooks', () => {
  it('is good at first', async () => {
    const good = Array.from({ length: 12 }, (_, index) => [
      `build.running ${String(index)}`,
      `build.finished ${String(index)}`,
    ]);
    expect(await run()).toEqual(good.flat());
    expect(await bk.webhookDeliveries()).toMatchObject({ total: 24, lost: 0, doubled: 0, reordered: 0 });
  });

  it('loses the share that is asked for, and counts it', async () => {
    const good = await run();
    await bk.setWebhookConduct({ lose: 0.5, seed: 11 });
    const told = await run();
    const { lost, total } = await bk.webhookDeliveries();
    expect(lost).toBeGreaterThan(3);
    expect([told.length, total]).toEqual([good.length - lost, 2 * good.length - lost]);
    expect(told).toEqual(good.filter((one) => told.includes(one)));
  });

  it('sends a delivery twice, byte for byte', async () => {
    await bk.setWebhookConduct({ double: 1 });
    await run(2);
    expect(receiver.events).toHaveLength(8);
    for (let first = 0; first < 8; first += 2) {
      const [one, two] = receiver.received.slice(first, first + 2);
      expect(two).toEqual(one);
    }
    expect(await bk.webhookDeliveries()).toMatchObject({ total: 8, doubled: 4 });
  });

  it('delays by the stand-in’s time', async () => {
    await bk.setWebhookConduct({ delayShare: 1, delayMostMs: 60_000, seed: 4 });
    await run();
    const { delayed, deliveries } = await bk.webhookDeliveries();
    const delays = deliveries.map((one) => Date.parse(one.at) - Date.parse(one.changedAt));
    expect(delayed).toBe(24);
    expect(new Set(delays).size).toBeGreaterThan(12);
    expect(delays.every((delay) => delay > 0 && delay <= 60_000)).toBe(true);
  });

  it('swaps neighbours', async () => {
    await bk.setWebhookConduct({ reorder: 1 });
    expect(await run(2)).toEqual([
      'build.finished 0',
      'build.running 0',
      'build.finished 1',
      'build.running 1',
    ]);
    expect(await bk.webhookDeliveries()).toMatchObject({ total: 4, reordered: 2 });
  });

  it('repeats exactly with a seed, and is another one with another', async () => {
    const bad: WebhookConduct = {
      lose: 0.2,
      double: 0.2,
      delayShare: 0.3,
      delayMostMs: 30_000,
      reorder: 0.3,
      seed: 21,
    };
    await bk.setWebhookConduct(bad);
    const first = await run();
    await bk.setWebhookConduct({ seed: 21 });
    expect(await run()).toEqual(first);
    await bk.setWebhookConduct({ seed: 22 });
    expect(await run()).not.toEqual(first);
  });

  it('does not depend on how the clock is turned', async () => {
    await bk.setWebhookConduct({
      lose: 0.2,
      double: 0.2,
      delayShare: 0.5,
      delayMostMs: 9_000,
      reorder: 0.3,
      seed: 8,
    });
    const first = await run(6);
    await bk.setWebhookConduct({ seed: 8 });
    receiver.received.length = 0;
    await bk.addBuilds(
      Array.from({ length: 6 }, (_, index) => ({
        pipeline: 'app',
        commit: sha(index),
        message: String(index),
        createdAt: `${String(index * 10 + 1)}s`,
        script: [at('1s').running(), at('4s').passed()],
      })),
    );
    for (let turn = 0; turn < 90; turn += 1) await bk.turnClock('1700ms');
    expect(receiver.told).toEqual(first);
  });

  it.each([{ lose: 1.1 }, { reorder: -0.1 }, { delayMostMs: 0.5 }, { late: 1 }])(
    'refuses %j',
    async (change) => {
      await expect(bk.setWebhookConduct(change)).rejects.toMatchObject({ status: 400 });
    },
  );
});
