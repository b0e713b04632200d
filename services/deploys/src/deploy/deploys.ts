import { Inject, Injectable } from '@nestjs/common';
import { eventId, normalizeSha } from '#libs/contracts';
import { commandHandler, Refused, type CommandHandler, type EventStore } from '#libs/event-store';
import { CLOCK, EVENT_STORE, refuseReusedKey, type Clock, type CommandIdentity } from '#libs/platform';
import { findCodeDeployment, findProject } from '../project/domain/state.js';
import { ProjectRecords } from '../project/project-records.js';
import type { DeployDocument } from '../read-model/collections.js';
import { ReadModel } from '../read-model/read-model.js';
import { ClaimedCommands } from './claimed-commands.js';
import { DeployProjection } from './deploy-projection.js';
import { deployStream } from './deploy-stream.js';
import { deploys, momentOfDeploy, type DeployCommand } from './domain/deploys.js';
import type { DeployEvent } from './domain/events.js';
import type { DeployHistory } from './domain/history.js';

/** A deploy as somebody registers it. */
export interface Registration {
  readonly codeDeployment: string;
  /** Undefined: the project's default one. */
  readonly environment?: string | undefined;
  /** A full SHA in either case. */
  readonly sha: string;
  /** Undefined: now. */
  readonly deployedAt?: Date | undefined;
  readonly branch?: string | undefined;
  readonly ignoreIfDuplicate?: boolean | undefined;
}

/** The deploys of all organizations. */
@Injectable()
export class Deploys {
  readonly #handler: CommandHandler<DeployCommand, DeployEvent, DeployHistory>;

  constructor(
    @Inject(EVENT_STORE) store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ProjectRecords) private readonly projects: ProjectRecords,
    @Inject(DeployProjection) private readonly projection: DeployProjection,
    @Inject(ReadModel) private readonly readModel: ReadModel,
    @Inject(ClaimedCommands) private readonly claimed: ClaimedCommands,
  ) {
    this.#handler = commandHandler({ store, decider: deploys });
  }

  /**
   * Registers a deploy; it can be read when this resolves.
   * @returns the deploy, and whether it is a new one (false: an ignored duplicate, and the deploy that it repeats)
   * @throws Problem `idempotency-key-reused`
   * @throws Refused `code-deployment-not-found`, `environment-not-found`, `branch-mismatch`, or what the decider refuses
   */
  async register(
    organization: string,
    registration: Registration,
    identity: CommandIdentity,
    by: string,
  ): Promise<{ readonly deploy: DeployDocument; readonly isNew: boolean }> {
    await this.claimed.claim(identity);
    const now = this.clock.now();
    const place = await this.placeOf(organization, registration);
    const command: DeployCommand = {
      type: 'RegisterDeploy',
      data: {
        ...place,
        deploy: eventId('deploy', identity.commandId),
        sha: normalizeSha(registration.sha) ?? registration.sha,
        deployedAt: momentOfDeploy(registration.deployedAt ?? now),
        ignoreIfDuplicate: registration.ignoreIfDuplicate ?? false,
        at: now.toISOString(),
      },
    };
    const { events, state, repeated } = await this.#handler.handle(
      deployStream({ organization, ...place }),
      command,
      { commandId: identity.commandId, metadata: { by, requestDigest: identity.requestDigest } },
    );
    if (repeated) refuseReusedKey(identity, events[0]?.metadata);
    await this.projection.apply(events);
    const id = events.length > 0 ? command.data.deploy : state.newest?.deploy;
    const deploy = id === undefined ? undefined : await this.find(organization, id);
    if (!deploy) throw new Refused('deploy-not-found', 'The deploy was deleted meanwhile.');
    return { deploy, isNew: events.length > 0 };
  }

  /**
   * Deletes a deploy; its snapshot gets no further revision. The same command again finds it deleted and is content.
   * @throws Refused `deploy-not-found`
   */
  async delete(organization: string, id: string, identity: CommandIdentity, by: string): Promise<void> {
    const deploy = await this.readModel.read(({ deploys }) => deploys.get(id));
    if (deploy?.organization !== organization)
      throw new Refused('deploy-not-found', 'There is no such deploy.');
    const { sha, repository, registeredAt } = deploy;
    const at = this.clock.now().toISOString();
    const { events } = await this.#handler.handle(
      deployStream(deploy),
      { type: 'DeleteDeploy', data: { deploy: id, sha, repository, registeredAt, at } },
      { commandId: identity.commandId, metadata: { by } },
    );
    await this.projection.apply(events);
  }

  /** The deploy with this id, unless it belongs to another organization or was deleted. */
  async find(organization: string, id: string): Promise<DeployDocument | undefined> {
    const deploy = await this.readModel.read(({ deploys }) => deploys.get(id));
    return deploy?.organization === organization && !deploy.isDeleted ? deploy : undefined;
  }

  private async placeOf(organization: string, registration: Registration) {
    const projects = await this.projects.of(organization);
    const codeDeployment = findCodeDeployment(projects, registration.codeDeployment);
    const project = codeDeployment && findProject(projects, codeDeployment.project);
    if (!codeDeployment || !project) {
      throw new Refused(
        'code-deployment-not-found',
        `There is no code deployment ${registration.codeDeployment}.`,
      );
    }
    const environment = registration.environment
      ? project.environments.find(({ slug }) => slug === registration.environment)
      : project.environments.find(({ isDefault }) => isDefault);
    if (!environment) {
      throw new Refused(
        'environment-not-found',
        `Project ${project.slug} has no environment ${registration.environment ?? 'by default'}.`,
      );
    }
    const { branch } = registration;
    if (branch && codeDeployment.branch !== null && branch !== codeDeployment.branch) {
      throw new Refused(
        'branch-mismatch',
        `Code deployment ${codeDeployment.codeDeployment} deploys branch ${codeDeployment.branch}, not ${branch}.`,
      );
    }
    return {
      project: project.slug,
      codeDeployment: codeDeployment.codeDeployment,
      environment: environment.slug,
      repository: codeDeployment.repository,
    };
  }
}
