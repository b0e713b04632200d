import { BuildkiteControl } from '../../standins/buildkite/testing/index.js';
import type { Api } from '../../e2e/setting/api.js';
import { Webhooks, type WebhookConduct } from './webhooks.js';

const conduct: WebhookConduct = {
  lose: 0.5,
  double: 0,
  delayShare: 0,
  delayMostMs: 1_000,
  reorder: 0.2,
  seed: 1,
};

class Delivering extends BuildkiteControl {
  readonly told: unknown[] = [];
  addWebhook(webhook: unknown): Promise<void> {
    this.told.push(webhook);
    return Promise.resolve();
  }
  setWebhookConduct(said: unknown): Promise<void> {
    this.told.push(said);
    return Promise.resolve();
  }
}

const asked: string[] = [];
const answering = (status: number, body: object) =>
  ({
    connections: (method: string, path: string) => {
      asked.push(`${method} ${path}`);
      return Promise.resolve({ status, headers: new Headers(), body, text: 'text' });
    },
  }) as unknown as Api;

describe('webhooks', () => {
  it('go to the connection, signed with the secret that the product gave', async () => {
    const buildkite = new Delivering('http://127.0.0.1:1');
    const webhooks = new Webhooks(buildkite, 'acme-builds');
    await webhooks.deliverTo('c1', answering(201, { secret: 's' }), 'http://127.0.0.1:2');
    await webhooks.behave(conduct);
    expect(webhooks.areDelivered).toBe(true);
    expect(asked.at(-1)).toBe('POST /connections/c1/webhook-secrets');
    expect(buildkite.told).toEqual([
      { organization: 'acme-builds', url: 'http://127.0.0.1:2/v1/webhooks/buildkite/c1', secret: 's' },
      conduct,
    ]);
  });

  it.each([
    [{ url: null, path: '/hooks/c1' }, 'http://127.0.0.1:2/hooks/c1'],
    [{ url: 'https://public.example/hooks/c1' }, 'http://127.0.0.1:2/hooks/c1'],
  ])('go where the product says, on this machine: %j', async (said, url) => {
    const buildkite = new Delivering('http://127.0.0.1:1');
    const api = answering(201, { secret: 's', ...said });
    await new Webhooks(buildkite, 'acme-builds').deliverTo('c1', api, 'http://127.0.0.1:2');
    expect(buildkite.told).toMatchObject([{ url }]);
  });

  it('need a secret', async () => {
    const webhooks = new Webhooks(new Delivering('http://127.0.0.1:1'), 'acme-builds');
    await expect(webhooks.deliverTo('c1', answering(404, {}), 'http://127.0.0.1:2')).rejects.toThrow('404');
  });

  it('are left out where the stand-in delivers none', async () => {
    const webhooks = new Webhooks(new BuildkiteControl('http://127.0.0.1:1'), 'acme-builds');
    await webhooks.deliverTo('c1', answering(404, {}), 'http://127.0.0.1:2');
    await webhooks.behave(conduct);
    expect(webhooks.areDelivered).toBe(false);
  });
});
