import { signedDelivery, webhookJson } from '#libs/buildkite/testing';
import { at, type AddedBuild } from '../standins/buildkite/testing/index.js';
import { eventually } from './setting/eventually.js';
import type { ConnectionReply, ProblemReply } from './setting/replies.js';
import { newSha, Scene } from './setting/scene.js';
import { Stage } from './setting/stage.js';

interface MadeSecret {
  readonly secret: string;
  readonly url: string;
  readonly path: string;
  readonly mode: string;
  readonly events: readonly string[];
  readonly steps: readonly string[];
}

describe('webhooks of Buildkite', () => {
  let stage: Stage;
  let scene: Scene & { readonly connection: ConnectionReply };
  let made: MadeSecret;

  beforeAll(async () => {
    stage = await Stage.set({ PUBLIC_URL: 'https://sleuth.acme.dev/' });
    scene = await Scene.connected(stage.product, stage.buildkite);
    made = await makeSecret();
  }, 60_000);

  afterAll(() => stage.clear(), 30_000);

  function makeSecret(): Promise<MadeSecret> {
    const path = `/connections/${scene.connection.id}/webhook-secrets`;
    return scene.accept(201, scene.api.connections('POST', path));
  }

  async function deliver(json: unknown, secret = made.secret, headers: Record<string, string> = {}) {
    const signed = signedDelivery(secret, json, await stage.buildkite.now());
    const response = await fetch(stage.product.addressOf(made.path) + made.path, {
      method: 'POST',
      headers: { ...signed.headers, ...headers },
      body: signed.body,
    });
    const body = (await response.json()) as { readonly outcome?: string } & Partial<ProblemReply>;
    return { status: response.status, said: body.outcome ?? body.code };
  }

  const accepted = (json: unknown, secret?: string) =>
    eventually(async () => {
      const { status, said } = await deliver(json, secret);
      expect([status, said]).toEqual([202, expect.any(String)]);
      return said;
    });

  function about({ id, number, commit, pipeline, organization }: AddedBuild, event = 'build.finished') {
    const url = `https://api.buildkite.com/v2/organizations/${organization}/pipelines/${pipeline}/builds/${number}`;
    return webhookJson(
      event,
      { id, number, url, commit },
      { slug: pipeline, repository: scene.repositoryUrl },
    );
  }

  it('are explained by the connection, which shows the secret no more', async () => {
    expect(made).toMatchObject({
      url: `https://sleuth.acme.dev/v1/webhooks/buildkite/${scene.connection.id}`,
      mode: 'signature',
    });
    const inspected = await scene.api.connections<{ webhook: unknown }>(
      'GET',
      `/connections/${scene.connection.id}`,
      { role: 'viewer' },
    );
    const { secret, ...shown } = made;
    expect(inspected.body.webhook).toEqual(shown);
    expect(inspected.text).not.toContain(secret);
  });

  it('show a change between two cycles: in latest at once, in the snapshot as surely as polling', async () => {
    const sha = newSha();
    const script = [at('0s').scheduled(), at('5s').running(), at('130s').passed()];
    const build = await scene.addBuild({ commit: sha, createdAt: '-2m', script });
    const deploy = await scene.deploy(sha);
    expect(await scene.snapshot(deploy.id)).toMatchObject({ builds: [{ state: 'running' }] });
    await stage.buildkite.turnClock(15_000);
    await stage.buildkite.resetRequests();

    expect(await accepted(about(build))).toBe('noted');
    await eventually(async () => {
      expect(await scene.latest(deploy.id)).toMatchObject({ builds: [{ state: 'passed' }] });
    });
    expect(await scene.builds(deploy.id)).toMatchObject({ builds: [{ state: 'running' }] });
    expect(await stage.buildkite.requests({ query: 'commit[]=' })).toHaveLength(1);
  }, 60_000);

  it('are seen by who asks how the collection goes', async () => {
    await accepted({ event: 'ping', service: {} });
    const { body } = await scene.api.collection<{ lastWebhookAt: string | null }>(
      'GET',
      `/${scene.connection.id}`,
    );
    expect(body.lastWebhookAt).toMatch(/^2026-03-01T12:/);
  });

  it('are refused with a token in place of the signature', async () => {
    const { status, said } = await deliver({ event: 'ping' }, made.secret, {
      'x-buildkite-signature': '',
      'x-buildkite-token': made.secret,
    });
    expect([status, said]).toEqual([401, 'signature-invalid']);
  });

  it('may be signed with the former secret until a third is made', async () => {
    const second = await makeSecret();
    await accepted({ event: 'ping', by: 'second' }, second.secret);
    await accepted({ event: 'ping', by: 'first' }, made.secret);
    const third = await makeSecret();
    await accepted({ event: 'ping', by: 'third' }, third.secret);
    expect(await deliver({ event: 'ping', by: 'first' }, made.secret)).toEqual({
      status: 401,
      said: 'signature-invalid',
    });
    await accepted({ event: 'ping', by: 'second' }, second.secret);
    made = third;
  });

  it('are refused once the connection is removed', async () => {
    const path = `/connections/${scene.connection.id}`;
    await scene.accept(204, scene.api.connections('DELETE', path));
    await eventually(async () => {
      expect(await deliver({ event: 'ping' })).toEqual({ status: 401, said: 'signature-invalid' });
    });
  });
});
