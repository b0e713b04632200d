import { temporaryDocuments } from '#libs/documents/testing';
import { knownHealth } from '../connection-health/known-health.js';
import { knownCodeDeployments } from '../known-code-deployments/known-code-deployments.js';
import { ConnectionsApi } from '../testing/connections-api.js';
import { Desk } from '../testing/desk.js';

interface Made {
  readonly secret: string;
  readonly url: string;
}

const documents = temporaryDocuments([knownCodeDeployments, knownHealth]);
let desk: Desk;
let api: ConnectionsApi;
let id: string;

beforeEach(async () => {
  desk = await Desk.open();
  api = await ConnectionsApi.open(desk, documents(), 'https://sleuth.acme.dev');
  const { value: token } = await desk.buildkite.addToken();
  const { body } = await api.send('post', '/connections', { label: 'QA', token });
  ({ id } = body as { readonly id: string });
});
afterEach(async () => {
  await api.close();
  await desk.close();
});

const make = (headers: Readonly<Record<string, string>> = {}, connection = id) =>
  api.send('post', `/connections/${connection}/webhook-secrets`, undefined, 'admin', headers);

describe('POST …/connections/:connection/webhook-secrets', () => {
  it('shows the secret with what to do with it, and never again', async () => {
    const { status, body } = await make();
    expect(status).toBe(201);
    expect(body).toMatchObject({
      secret: expect.stringMatching(/^bkwh_/) as string,
      url: `https://sleuth.acme.dev/v1/webhooks/buildkite/${id}`,
      mode: 'signature',
      secrets: [{ madeAt: '2026-03-01T12:00:00.000Z' }],
    });
    const { text } = await api.send('get', `/connections/${id}`);
    expect(text).toContain((body as Made).url);
    expect(text).not.toContain((body as Made).secret);
  });

  it('shows it again to who repeats the command by its key', async () => {
    const key = { 'Idempotency-Key': 'first' };
    const [one, again, other] = [await make(key), await make(key), await make()];
    expect((again.body as Made).secret).toBe((one.body as Made).secret);
    expect((other.body as Made).secret).not.toBe((one.body as Made).secret);
  });

  it('answers 409 to a repeat once the secret is valid no longer', async () => {
    const key = { 'Idempotency-Key': 'first' };
    for (const headers of [key, {}, {}]) await make(headers);
    const { status, body } = await make(key);
    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'webhook-secret-outdated' });
  });

  it('answers 404 when there is no such connection', async () => {
    const { status, body } = await make({}, '00000000-0000-4000-8000-000000000000');
    expect(status).toBe(404);
    expect(body).toMatchObject({ code: 'connection-not-found' });
  });

  it.each(['viewer', 'deployer'] as const)('is not for a %s', async (role) => {
    const { status } = await api.send('post', `/connections/${id}/webhook-secrets`, undefined, role);
    expect(status).toBe(403);
    expect(desk.vault.versions(id)).toHaveLength(1);
  });
});
