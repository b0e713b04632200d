import { randomBytes } from 'node:crypto';
import type { AddedToken, BuildSpec, BuildkiteControl } from '../../standins/buildkite/testing/index.js';
import { Api } from './api.js';
import { testOrganizations } from './api-keys.js';
import { eventually } from './eventually.js';
import type { Product } from './product.js';
import type { BuildsReply, ConnectionReply, DeployReply, LatestReply } from './replies.js';

const unused = [...testOrganizations];

/** A commit that nobody has built or deployed yet. */
export function newSha(): string {
  return randomBytes(20).toString('hex');
}

/**
 * One team with its Buildkite organization, a pipeline of its repository and a project with a code deployment of it.
 * Scenes share a product and a stand-in and have nothing else in common.
 */
export class Scene {
  readonly project = 'shop';
  readonly codeDeployment: string;
  /** Slug of the team's Buildkite organization and name of its main pipeline's repository owner. */
  readonly buildkiteOrganization: string;
  readonly pipeline = 'shop';

  private constructor(
    readonly api: Api,
    readonly buildkite: BuildkiteControl,
  ) {
    this.buildkiteOrganization = `${api.organization}-builds`;
    this.codeDeployment = 'shop-api';
  }

  /** A team that has a project and builds, but no connection yet. */
  static async open(product: Pick<Product, 'addresses'>, buildkite: BuildkiteControl): Promise<Scene> {
    const organization = unused.shift();
    if (organization === undefined) throw new Error('All test organizations are taken.');
    const scene = new Scene(new Api(organization, product.addresses), buildkite);
    await buildkite.addOrganization(scene.buildkiteOrganization);
    await scene.addPipeline(scene.pipeline, scene.repositoryUrl);
    return scene;
  }

  /** A team that reads builds through a connection, the default build server of its project. */
  static async connected(product: Pick<Product, 'addresses'>, buildkite: BuildkiteControl) {
    const scene = await Scene.open(product, buildkite);
    await scene.addProject();
    const connection = await scene.connect();
    await scene.setDefaultBuildServer(connection.id);
    return Object.assign(scene, { connection });
  }

  get repositoryUrl(): string {
    return `git@github.com:${this.buildkiteOrganization}/shop.git`;
  }

  async addPipeline(
    slug: string,
    repository: string,
    organization = this.buildkiteOrganization,
  ): Promise<void> {
    await this.buildkite.addPipeline({ slug, organization, repository });
  }

  /** The project with its code deployment and a second environment, `staging`. */
  async addProject(): Promise<void> {
    await this.accept(201, this.api.deploys('POST', '/projects', { body: { name: 'Shop' } }));
    await this.accept(
      201,
      this.api.deploys('POST', `/projects/${this.project}/environments`, { body: { name: 'Staging' } }),
    );
    await this.addCodeDeployment();
  }

  async addCodeDeployment(name = 'Shop API', repository = this.repositoryUrl): Promise<void> {
    const body = { name, repository };
    await this.accept(201, this.api.deploys('POST', `/projects/${this.project}/code-deployments`, { body }));
  }

  token(): Promise<AddedToken> {
    const label = `${this.buildkiteOrganization}-${randomBytes(4).toString('hex')}`;
    return this.buildkite.addToken({ label, organizations: [this.buildkiteOrganization] });
  }

  async connect(label = 'Buildkite', token?: AddedToken): Promise<ConnectionReply> {
    const { value } = token ?? (await this.token());
    return this.accept(201, this.api.connections('POST', '/connections', { body: { token: value, label } }));
  }

  /** As a script would: it tries again while the code deployment is not known there yet. */
  async setDefaultBuildServer(connection: string): Promise<void> {
    await eventually(() =>
      this.accept(
        200,
        this.api.connections('PUT', `/default-build-servers/${this.project}`, { body: { connection } }),
      ),
    );
  }

  addBuild(
    spec: Omit<BuildSpec, 'pipeline' | 'organization'> & { pipeline?: string; organization?: string },
  ) {
    return this.buildkite.addBuild({
      pipeline: this.pipeline,
      organization: this.buildkiteOrganization,
      ...spec,
    });
  }

  async deploy(sha: string, more: Record<string, unknown> = {}): Promise<DeployReply> {
    const body = { codeDeployment: this.codeDeployment, sha, ...more };
    return this.accept(201, this.api.deploys('POST', '/deploys', { body }));
  }

  builds(deploy: string, query = ''): Promise<BuildsReply> {
    return this.accept(200, this.api.deploys('GET', `/deploys/${deploy}/builds${query}`));
  }

  latest(deploy: string): Promise<LatestReply> {
    return this.accept(200, this.api.deploys('GET', `/deploys/${deploy}/builds?view=latest`));
  }

  /** The Builds tab once the snapshot has been taken, or has reached a revision. */
  snapshot(deploy: string, revision = 1): Promise<BuildsReply> {
    return eventually(async () => {
      const builds = await this.builds(deploy);
      if (builds.status !== 'taken' || (builds.revision ?? 0) < revision) {
        throw new Error(`Waiting for revision ${revision}: ${JSON.stringify(builds).slice(0, 500)}`);
      }
      return builds;
    });
  }

  /** The same, once the jobs of its builds have been looked at too. */
  async snapshotWithJobs(deploy: string): Promise<BuildsReply> {
    await this.snapshot(deploy);
    return eventually(async () => {
      const shown = await this.builds(deploy);
      if (shown.builds.some(({ jobs }) => jobs === null)) throw new Error('Waiting for the jobs of builds.');
      return shown;
    });
  }

  /** The body of a reply that must have this status. */
  async accept<Body>(
    status: number,
    reply: Promise<{ status: number; body: unknown; text: string }>,
  ): Promise<Body> {
    const { status: actual, body, text } = await reply;
    if (actual !== status) throw new Error(`Expected ${status}, got ${actual}: ${text.slice(0, 500)}`);
    return body as Body;
  }
}
