import { Module } from '@nestjs/common';
import { BuildkiteModule } from '#libs/buildkite';
import { CheckToken } from './connection/check-token.js';
import { ConnectionController } from './connection/connection.controller.js';
import { ConnectionTokens } from './connection/connection-tokens.js';
import { Connections } from './connection/connections.js';
import { ConnectionHealthConsumer } from './connection-health/connection-health.consumer.js';
import { KnownHealth } from './connection-health/known-health.js';
import { ConnectionFollowers } from './connections.followers.js';
import { CodeDeploymentBuildServerController } from './default-build-server/code-deployment-build-server.controller.js';
import { DefaultBuildServerController } from './default-build-server/default-build-server.controller.js';
import { IntegrationController } from './integration/integration.controller.js';
import { Integrations } from './integration/integrations.js';
import { KnownCodeDeployments } from './known-code-deployments/known-code-deployments.js';
import { ProjectsConsumer } from './known-code-deployments/projects.consumer.js';
import { WebhookSecretController } from './webhook/webhook-secret.controller.js';
import { WebhookSecrets } from './webhook/webhook-secrets.js';

@Module({
  imports: [BuildkiteModule],
  controllers: [
    IntegrationController,
    ConnectionController,
    DefaultBuildServerController,
    CodeDeploymentBuildServerController,
    WebhookSecretController,
    ProjectsConsumer,
    ConnectionHealthConsumer,
  ],
  providers: [
    Integrations,
    Connections,
    ConnectionTokens,
    CheckToken,
    WebhookSecrets,
    KnownCodeDeployments,
    KnownHealth,
    ConnectionFollowers,
  ],
})
export class ConnectionsModule {}
