import type { INestApplication } from '@nestjs/common';
import { edgeApplication, issueTestKeys } from '#libs/platform/testing';
import type { Server } from 'node:http';
import request from 'supertest';
import { BuildsTabController } from '../build-snapshot/builds-tab.controller.js';
import { BuildsTab } from '../build-snapshot/builds-tab.js';
import { DeployController } from '../deploy/deploy.controller.js';
import { Deploys } from '../deploy/deploys.js';
import { ListDeploys } from '../deploy/list-deploys.js';
import { CodeDeploymentController } from '../project/code-deployment.controller.js';
import { ProjectController } from '../project/project.controller.js';
import { ProjectRecords } from '../project/project-records.js';
import { SleuthRegisterDeployController } from '../sleuth-register-deploy/sleuth-register-deploy.controller.js';
import type { Yard } from './yard.js';

type Role = 'admin' | 'deployer' | 'viewer';

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly body: unknown;
}

/** The routes of this service behind the whole HTTP edge, as organization `acme` calls them. */
export class DeploysApi {
  private constructor(
    readonly app: INestApplication<Server>,
    readonly keys: Readonly<Record<Role, string>>,
  ) {}

  static async open(yard: Yard): Promise<DeploysApi> {
    const { keys, entries } = issueTestKeys('acme');
    const app = await edgeApplication({
      controllers: [
        ProjectController,
        CodeDeploymentController,
        DeployController,
        BuildsTabController,
        SleuthRegisterDeployController,
      ],
      providers: [ProjectRecords, Deploys, ListDeploys, BuildsTab].map((part) => ({
        provide: part,
        useValue: yard.get<unknown>(part),
      })),
      apiKeys: entries,
      clock: yard.clock,
      log: yard.log,
    });
    return new DeploysApi(app, keys);
  }

  /** Sends a request below `/v1/organizations/acme`. */
  async send(
    method: 'get' | 'put' | 'post' | 'delete',
    path: string,
    content?: object,
    role: Role = 'admin',
  ): Promise<Answer> {
    const answer: Answer = await request(this.app.getHttpServer())
      [method](`/v1/organizations/acme${path}`)
      .set('Authorization', `Bearer ${this.keys[role]}`)
      .send(content);
    return answer;
  }

  close(): Promise<void> {
    return this.app.close();
  }
}
