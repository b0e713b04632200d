import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { AddBuild } from './build/add-build.js';
import { BuildReply } from './build/build-reply.js';
import { BuildsControl } from './build/builds.control.js';
import { BuildsController } from './build/builds.controller.js';
import { Builds } from './build/builds.js';
import { CallGate } from './call/call-gate.js';
import { ClockControl } from './clock/clock.control.js';
import { Followers } from './clock/followers.js';
import { StandInClock } from './clock/stand-in-clock.js';
import { TurnClock } from './clock/turn-clock.js';
import { DemoWorld } from './demo/demo-world.js';
import { Faults } from './fault/faults.js';
import { FaultsControl } from './fault/faults.control.js';
import { JobsController } from './job/jobs.controller.js';
import { AddOrganization } from './organization/add-organization.js';
import { OrganizationsControl } from './organization/organizations.control.js';
import { OrganizationsController } from './organization/organizations.controller.js';
import { Organizations } from './organization/organizations.js';
import { PageInterceptor } from './paging/page.interceptor.js';
import { UserController } from './person/user.controller.js';
import { PingController, UnknownRouteController } from './ping/ping.controller.js';
import { AddPipeline } from './pipeline/add-pipeline.js';
import { PipelinesControl } from './pipeline/pipelines.control.js';
import { PipelinesController } from './pipeline/pipelines.controller.js';
import { Pipelines } from './pipeline/pipelines.js';
import { RateLimitController } from './rate-limit/rate-limit.controller.js';
import { RateLimits } from './rate-limit/rate-limits.js';
import { Arrivals } from './request-log/arrivals.js';
import { RequestLog } from './request-log/request-log.js';
import { RequestsControl } from './request-log/requests.control.js';
import type { StandInConfig } from './settings/read-config.js';
import { SettingsControl } from './settings/settings.control.js';
import { Settings } from './settings/settings.js';
import { AccessTokenController } from './token/access-token.controller.js';
import { AddToken } from './token/add-token.js';
import { TokensControl } from './token/tokens.control.js';
import { Tokens } from './token/tokens.js';
import { TruthControl } from './truth/truth.control.js';
import { AnnouncedSteps } from './webhook/announced-steps.js';
import { Deliveries } from './webhook/deliveries.js';
import { DeliveryLog } from './webhook/delivery-log.js';
import { RunningDeliveries } from './webhook/running-deliveries.js';
import { SendDelivery } from './webhook/send-delivery.js';
import { WebhookBody } from './webhook/webhook-body.js';
import { WebhooksControl } from './webhook/webhooks.control.js';
import { Webhooks } from './webhook/webhooks.js';
import { WorldControl } from './world/world.control.js';
import { WorldFile } from './world/world-file.js';
import { World } from './world/world.js';

const WORLD: Provider[] = [Organizations, Tokens, Pipelines, Builds, World];
const MAKING: Provider[] = [AddOrganization, AddToken, AddPipeline, AddBuild, DemoWorld];
const SERVING: Provider[] = [
  Settings,
  RateLimits,
  Faults,
  RequestLog,
  Arrivals,
  Followers,
  TurnClock,
  CallGate,
  BuildReply,
];
const TELLING: Provider[] = [
  Webhooks,
  AnnouncedSteps,
  WebhookBody,
  SendDelivery,
  DeliveryLog,
  Deliveries,
  RunningDeliveries,
];

const API = [
  AccessTokenController,
  UserController,
  RateLimitController,
  OrganizationsController,
  PipelinesController,
  JobsController,
  BuildsController,
  PingController,
];
const CONTROL = [
  OrganizationsControl,
  TokensControl,
  PipelinesControl,
  BuildsControl,
  TruthControl,
  ClockControl,
  RequestsControl,
  FaultsControl,
  SettingsControl,
  WebhooksControl,
  WorldControl,
];

/** The stand-in as a Nest application: the API of Buildkite and, under `/_control`, the strings it hangs on. */
@Module({})
export class StandInModule {
  static of({
    clock,
    startAtMs,
    dataDir,
  }: Pick<StandInConfig, 'clock' | 'startAtMs' | 'dataDir'>): DynamicModule {
    return {
      module: StandInModule,
      controllers: [...API, ...CONTROL, UnknownRouteController],
      providers: [
        ...WORLD,
        ...MAKING,
        ...SERVING,
        ...TELLING,
        { provide: StandInClock, useValue: new StandInClock(clock, startAtMs) },
        { provide: WorldFile, useFactory: (world: World) => new WorldFile(world, dataDir), inject: [World] },
        { provide: APP_INTERCEPTOR, useClass: PageInterceptor },
      ],
    };
  }
}
