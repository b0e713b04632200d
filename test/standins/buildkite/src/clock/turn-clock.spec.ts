import { sha } from '../../testing/a-build.js';
import { startBuildkiteStandIn, type RunningBuildkite } from '../../testing/start.js';
import { WebhookReceiver } from '../../testing/webhook-receiver.js';
import { at } from '../build/at.js';

let bk: RunningBuildkite;
let receiver: WebhookReceiver;

beforeEach(async () => {
  receiver = await WebhookReceiver.start();
  bk = await startBuildkiteStandIn();
  await bk.addPipeline('app');
});

afterEach(async () => {
  await bk.close();
  await receiver.close();
});

const SCRIPT = [at('10s').running(), at('20s').failing(), at('40s').failed()];

async function addBuildAndWebhook(): Promise<void> {
  await bk.addWebhook({ url: receiver.url, secret: 'x', events: ['build.running', 'build.failing'] });
  await bk.addBuild({ pipeline: 'app', commit: sha(1), script: SCRIPT });
}

describe('a turn of the clock', () => {
  it('stops at every instant at which something happens, and a receiver sees the time of the delivery', async () => {
    await addBuildAndWebhook();
    const seen: string[] = [];
    receiver.answer = (response) => {
      void bk.now().then((now) => {
        seen.push(now);
        response.writeHead(200).end();
      });
    };
    await bk.turnClock('1m');
    expect(seen).toEqual(['2026-03-01T12:00:10.000Z', '2026-03-01T12:00:20.000Z']);
    expect(await bk.now()).toBe('2026-03-01T12:01:00.000Z');
  });

  it('is over only when what was sent is answered', async () => {
    await addBuildAndWebhook();
    let answered = 0;
    receiver.answer = (response) => {
      setTimeout(() => {
        answered += 1;
        response.writeHead(200).end();
      }, 40);
    };
    await bk.turnClock('30s');
    expect(answered).toBe(2);
  });

  it('is one step when nobody is told anything', async () => {
    await bk.addBuild({ pipeline: 'app', commit: sha(1), script: SCRIPT });
    const { version } = await bk.clock();
    expect(await bk.turnClock('1m')).toMatchObject({ version: version + 1 });
  });

  it('follows the one before', async () => {
    await addBuildAndWebhook();
    const turns = await Promise.all([bk.turnClock('15s'), bk.turnClock('15s'), bk.turnClock('15s')]);
    expect(Math.max(...turns.map(({ now }) => now))).toBe(Date.UTC(2026, 2, 1, 12, 0, 45));
    expect(receiver.events).toEqual(['build.running', 'build.failing']);
  });

  it('that is refused leaves the next one alone', async () => {
    const refused = bk.turnClock('-1s');
    const turned = bk.turnClock('1s');
    await expect(refused).rejects.toThrow('time does not run backwards');
    expect(await turned).toMatchObject({ now: Date.UTC(2026, 2, 1, 12, 0, 1) });
  });

  it('waits a little for a receiver that hangs, once, and goes on', async () => {
    await bk.addWebhook({ url: receiver.url, secret: 'x' });
    const script = [at('10s').running(), at('20s').failing(), at('40s').failed(), at('50s').retried()];
    await bk.addBuilds([
      { pipeline: 'app', commit: sha(1), script },
      { pipeline: 'app', commit: sha(2), script },
    ]);
    receiver.answer = () => undefined;
    const begun = performance.now();
    await bk.turnClock('1m');
    const { total, failed, deliveries } = await bk.webhookDeliveries();
    expect([total, failed]).toEqual([14, 14]);
    expect(deliveries.every(({ error }) => error === 'timed out')).toBe(true);
    expect(performance.now() - begun).toBeLessThan(30_000);
  }, 120_000);
});

describe('a clock that runs with the machine', () => {
  it('sends what is due by itself', async () => {
    const running = await startBuildkiteStandIn({ clock: 'real' });
    try {
      await running.addPipeline('app');
      await running.addWebhook({
        url: receiver.url,
        secret: 'x',
        events: ['build.running', 'build.finished'],
      });
      const told = new Promise<void>((resolve) => {
        receiver.answer = (response, { body }) => {
          response.writeHead(200).end();
          if (body.event === 'build.finished') resolve();
        };
      });
      const script = [at('0s').running(), at('200ms').passed()];
      await running.addBuild({ pipeline: 'app', commit: sha(1), script });
      await told;
      expect(receiver.events).toEqual(['build.running', 'build.finished']);
    } finally {
      await running.close();
    }
  });
});
