import { randomUUID } from 'node:crypto';
import type { DeployRegistered, EventEnvelope } from '#libs/contracts';
import {
  acme,
  aCodeDeploymentAdded,
  aConnectionAdded,
  aDefaultBuildServerSet,
  aDeployRegistered,
} from '#libs/contracts/testing';
import type { AddedBuild, AddedToken, BuildSpec } from '../../../../test/standins/buildkite/testing/index.js';
import type { Stage } from './stage.js';

/** A team of organization `acme` that deploys github.com/acme/shop, built by pipeline `shop` of `acme-inc`. */
export class Team {
  readonly connection = randomUUID();
  readonly tokenVersion = randomUUID();
  sequence = 0;

  private constructor(
    readonly stage: Stage,
    readonly token: AddedToken,
    readonly buildkiteOrganizations: readonly string[],
  ) {}

  /** The pipeline is there; nothing has been published yet. */
  static async of(stage: Stage, buildkiteOrganizations: readonly string[] = ['acme-inc']): Promise<Team> {
    const token = await stage.buildkite.addToken({ organizations: buildkiteOrganizations });
    const team = new Team(stage, token, buildkiteOrganizations);
    for (const organization of buildkiteOrganizations)
      await stage.buildkite.addPipeline({
        slug: 'shop',
        organization,
        repository: `git@${acme.repository.replace('/', ':')}.git`,
      });
    stage.keepToken({ ...acme, ...team }, token.value);
    return team;
  }

  /** The team as it usually is: connected, with a code deployment, whose default build server is the connection. */
  static async connected(stage: Stage, buildkiteOrganizations?: readonly string[]): Promise<Team> {
    const team = await Team.of(stage, buildkiteOrganizations);
    await stage.publish(aCodeDeploymentAdded(), team.added(), team.serving());
    return team;
  }

  /** Connects while an instance runs, which knows the repository by the time it begins to poll. */
  async connect(): Promise<void> {
    await this.stage.publish(aCodeDeploymentAdded());
    await this.stage.handled();
    await this.stage.publish(this.added(), this.serving());
  }

  added(changes: { readonly buildkiteOrganizations?: string[] } = {}) {
    const { connection, tokenVersion } = this;
    const buildkiteOrganizations = [...this.buildkiteOrganizations];
    return aConnectionAdded({ ...this.fact(), connection, tokenVersion, buildkiteOrganizations, ...changes });
  }

  /** The connection becomes the default build server of the project. */
  serving() {
    return aDefaultBuildServerSet({ ...this.fact(), connection: this.connection });
  }

  /** What every fact of the integration carries: now, and the next place. */
  fact(): { readonly at: string; readonly sequence: number } {
    this.sequence += 1;
    return { at: this.now(), sequence: this.sequence };
  }

  /** A deploy of a commit, now unless another time is given. */
  deployed(
    sha: string,
    changes: Partial<DeployRegistered> = {},
  ): EventEnvelope<'sleuth.deploy-registered.v1'> {
    const at = this.now();
    return aDeployRegistered({ deploy: randomUUID(), at, deployedAt: at, sha, ...changes });
  }

  addBuild(spec: Partial<BuildSpec> & { readonly commit: string }): Promise<AddedBuild> {
    return this.stage.buildkite.addBuild({ organization: 'acme-inc', pipeline: 'shop', ...spec });
  }

  private now(): string {
    return this.stage.clock.now().toISOString();
  }
}
