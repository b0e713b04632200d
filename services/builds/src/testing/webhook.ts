import { signedDelivery, webhookJson } from '#libs/buildkite/testing';
import { acme, aConnectionWebhookSecretMade } from '#libs/contracts/testing';
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import request from 'supertest';
import type { AddedBuild } from '../../../../test/standins/buildkite/testing/index.js';
import type { Instance } from './instance.js';
import type { Stage } from './stage.js';
import type { Team } from './team.js';

/** What an instance answered. */
export interface Receipt {
  readonly status: number;
  readonly outcome: string;
}

/** The webhook of a team at Buildkite: it signs with the secret that was made last and was entered there. */
export class Webhook {
  #secret = '';
  #former: string | null = null;

  private constructor(
    private readonly stage: Stage,
    private readonly team: Team,
  ) {}

  /** Set up: a secret is made and entered. */
  static async of(stage: Stage, team: Team): Promise<Webhook> {
    const webhook = new Webhook(stage, team);
    webhook.enter(await webhook.make());
    return webhook;
  }

  /** Makes a secret here, which is not entered at Buildkite yet. */
  async make(): Promise<string> {
    const { connection } = this.team;
    const secretVersion = randomUUID();
    const secret = `secret ${secretVersion}`;
    this.stage.keepToken(
      { organization: acme.organization, connection, tokenVersion: secretVersion },
      secret,
    );
    const fact = { ...this.team.fact(), connection, secretVersion, formerSecretVersion: this.#former };
    await this.stage.publish(aConnectionWebhookSecretMade(fact));
    this.#former = secretVersion;
    return secret;
  }

  /** Enters a secret at Buildkite. */
  enter(secret: string): void {
    this.#secret = secret;
  }

  /** Delivers an event about a build to an instance, as of now. */
  async deliver(instance: Instance, event: string, build: AddedBuild): Promise<Receipt> {
    const { id, number, organization, pipeline, commit } = build;
    const url = `https://api.buildkite.com/v2/organizations/${organization}/pipelines/${pipeline}/builds/${number}`;
    const repository = `git@${acme.repository.replace('/', ':')}.git`;
    const json = webhookJson(event, { id, number, url, commit }, { slug: pipeline, repository });
    const { body, headers } = signedDelivery(this.#secret, json, this.stage.clock.now().toISOString());
    const reply = await request(instance.app.getHttpServer() as Server)
      .post(`/v1/webhooks/buildkite/${this.team.connection}`)
      .set(headers)
      .send(body);
    return { status: reply.status, outcome: (reply.body as { outcome?: string }).outcome ?? '' };
  }
}
