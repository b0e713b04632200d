import { webhookOf } from './webhook-view.js';

const secret = (version: string, madeAt: string) => ({ version, command: `command of ${version}`, madeAt });
const connection = {
  id: 'qa',
  webhookSecrets: [secret('two', '2026-03-02T10:00:00.000Z'), secret('one', '2026-03-01T10:00:00.000Z')],
};

describe('how the webhooks of a connection are set up', () => {
  it('is told in full', () => {
    const { steps, ...webhook } = webhookOf(connection, 'https://sleuth.acme.dev');
    expect(webhook).toEqual({
      url: 'https://sleuth.acme.dev/v1/webhooks/buildkite/qa',
      path: '/v1/webhooks/buildkite/qa',
      mode: 'signature',
      events: [
        'build.scheduled',
        'build.running',
        'build.failing',
        'build.finished',
        'build.skipped',
        'job.activated',
      ],
      secrets: [{ madeAt: '2026-03-02T10:00:00.000Z' }, { madeAt: '2026-03-01T10:00:00.000Z' }],
    });
    expect(steps.join('\n')).toMatch(/https:\/\/buildkite\.com\/organizations\/-\/services/);
    expect(steps.join('\n')).toMatch(/enter https:\/\/sleuth\.acme\.dev\/v1\/webhooks\/buildkite\/qa\./);
    expect(steps.join('\n')).toMatch(/as a signature .* not as a token/);
    expect(steps.join('\n')).toMatch(/build\.scheduled, .*job\.activated/);
  });

  it('says how the address is completed when nobody has said where the API is', () => {
    const { url, path, steps } = webhookOf(connection, undefined);
    expect({ url, path }).toEqual({ url: null, path: '/v1/webhooks/buildkite/qa' });
    expect(steps.join('\n')).toMatch(/with \/v1\/webhooks\/buildkite\/qa behind it; PUBLIC_URL/);
  });

  it('names no version of a secret and no command', () => {
    expect(JSON.stringify(webhookOf(connection, undefined))).not.toMatch(/"one"|"two"|command of/);
  });

  it('shows that there is no secret yet', () => {
    expect(webhookOf({ id: 'qa', webhookSecrets: [] }, undefined).secrets).toEqual([]);
  });
});
