import type { BuildkiteControl, WebhookConduct } from '../../standins/buildkite/testing/index.js';
import type { Api } from '../../e2e/setting/api.js';
import { Webhooks } from './webhooks.js';

const conduct: WebhookConduct = {
  lose: 0.5,
  double: 0,
  delayShare: 0,
  delayMostMs: 1_000,
  reorder: 0.2,
  seed: 1,
};

describe('webhooks', () => {
  let told: unknown[];
  let asked: string[];
  let webhooks: Webhooks;

  beforeEach(() => {
    [told, asked] = [[], []];
    const note = async (said: unknown) => void told.push(said);
    const buildkite = { addWebhook: note, setWebhookConduct: note } as unknown as BuildkiteControl;
    webhooks = new Webhooks(buildkite, 'acme-builds');
  });

  const answering = (status: number, body: object) =>
    ({
      connections: (method: string, path: string) => {
        asked.push(`${method} ${path}`);
        return Promise.resolve({ status, headers: new Headers(), body, text: 'text' });
      },
    }) as unknown as Api;

  it('go to where the product says, signed with the secret that it gave', async () => {
    await webhooks.deliverTo('c1', answering(201, { secret: 's', path: '/hooks/c1' }), 'http://127.0.0.1:2');
    await webhooks.behave(conduct);
    expect(asked).toEqual(['POST /connections/c1/webhook-secrets']);
    expect(told).toEqual([
      { organization: 'acme-builds', url: 'http://127.0.0.1:2/hooks/c1', secret: 's' },
      conduct,
    ]);
  });

  it('need a secret', async () => {
    await expect(webhooks.deliverTo('c1', answering(404, {}), 'http://127.0.0.1:2')).rejects.toThrow('404');
    expect(told).toEqual([]);
  });
});
