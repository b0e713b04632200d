import type { INestApplication } from '@nestjs/common';
import type { Documents } from '#libs/documents';
import { CONFIG } from '#libs/platform';
import { edgeApplication, issueTestKeys } from '#libs/platform/testing';
import type { Server } from 'node:http';
import request from 'supertest';
import { ConnectionController } from '../connection/connection.controller.js';
import { ConnectionTokens } from '../connection/connection-tokens.js';
import { Connections } from '../connection/connections.js';
import { KnownHealth } from '../connection-health/known-health.js';
import { CodeDeploymentBuildServerController } from '../default-build-server/code-deployment-build-server.controller.js';
import { DefaultBuildServerController } from '../default-build-server/default-build-server.controller.js';
import { IntegrationController } from '../integration/integration.controller.js';
import { Integrations } from '../integration/integrations.js';
import { KnownCodeDeployments } from '../known-code-deployments/known-code-deployments.js';
import { WebhookSecretController } from '../webhook/webhook-secret.controller.js';
import { WebhookSecrets } from '../webhook/webhook-secrets.js';
import type { Desk } from './desk.js';

type Role = 'admin' | 'deployer' | 'viewer';

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly body: unknown;
}

/** The routes of this service behind the whole HTTP edge, as organization `acme` calls them. */
export class ConnectionsApi {
  private constructor(
    private readonly app: INestApplication<Server>,
    private readonly keys: Readonly<Record<Role, string>>,
  ) {}

  static async open(desk: Desk, documents: Documents, publicUrl?: string): Promise<ConnectionsApi> {
    const { keys, entries } = issueTestKeys('acme');
    const app = await edgeApplication({
      controllers: [
        IntegrationController,
        ConnectionController,
        DefaultBuildServerController,
        CodeDeploymentBuildServerController,
        WebhookSecretController,
      ],
      providers: [
        { provide: Integrations, useValue: desk.integrations },
        { provide: Connections, useValue: desk.connections },
        { provide: ConnectionTokens, useValue: desk.tokens },
        { provide: WebhookSecrets, useValue: desk.webhookSecrets },
        { provide: CONFIG, useValue: { publicUrl } },
        { provide: KnownCodeDeployments, useValue: new KnownCodeDeployments(documents) },
        { provide: KnownHealth, useValue: new KnownHealth(documents) },
      ],
      apiKeys: entries,
      clock: desk.clock,
      log: desk.log,
    });
    return new ConnectionsApi(app, keys);
  }

  /** Sends a request below `/v1/organizations/acme/integrations/buildkite`. */
  async send(
    method: 'get' | 'put' | 'post' | 'delete',
    path: string,
    content?: object,
    role: Role = 'admin',
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const answer: Answer = await request(this.app.getHttpServer())
      [method](`/v1/organizations/acme/integrations/buildkite${path}`)
      .set('Authorization', `Bearer ${this.keys[role]}`)
      .set(headers)
      .send(content);
    return answer;
  }

  close(): Promise<void> {
    return this.app.close();
  }
}
