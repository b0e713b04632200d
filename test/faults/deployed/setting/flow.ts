import { at, type AddedBuild, type RunningBuildkite } from '../../../standins/buildkite/testing/index.js';
import type { ConnectionReply } from '../../../e2e/setting/replies.js';
import { newSha, type Scene } from '../../../e2e/setting/scene.js';
import { ScriptClient, type Acknowledged } from '../../setting/script-client.js';

/** One team whose builds come and finish and whose deploys are registered, as long as it is told to go on. */
export class Flow {
  readonly builds: AddedBuild[] = [];
  /** Ids of the deploys that were acknowledged. */
  readonly deploys: string[] = [];
  readonly #client: ScriptClient;

  constructor(
    private readonly scene: Scene & { readonly connection: ConnectionReply },
    private readonly buildkite: RunningBuildkite,
    private readonly buildsAtOnce: number,
  ) {
    this.#client = new ScriptClient(scene.api, () => Promise.resolve());
  }

  get acknowledged(): readonly Acknowledged[] {
    return this.#client.acknowledged;
  }

  get organization(): string {
    return this.scene.api.organization;
  }

  /** Slug of the Buildkite organization that only this team reads. */
  get buildkiteOrganization(): string {
    return this.scene.buildkiteOrganization;
  }

  /**
   * A minute in the life of the team: some commits are built, several times each, one of them is deployed while its
   * builds run, and one whose builds are known from before.
   */
  async goOn(): Promise<void> {
    const shas = Array.from({ length: Math.max(1, Math.floor(this.buildsAtOnce / 4)) }, newSha);
    const specs = Array.from({ length: this.buildsAtOnce }, (_, index) => ({
      organization: this.scene.buildkiteOrganization,
      pipeline: this.scene.pipeline,
      commit: shas[index % shas.length] ?? newSha(),
      script: [at('0s').scheduled(), at('5s').running(), at(`${1 + (index % 3)}m`).passed()],
    }));
    this.builds.push(...(await this.buildkite.addBuilds(specs)));
    const known = this.builds.at(-3 * this.buildsAtOnce)?.commit;
    for (const sha of [shas[0], known]) if (sha !== undefined) await this.register(sha);
  }

  private async register(sha: string): Promise<void> {
    const body = { codeDeployment: this.scene.codeDeployment, sha };
    const { id } = await this.#client.deploys<{ id: string }>('POST', '/deploys', body, (deploy) => ({
      type: 'DeployRegistered',
      data: { deploy: deploy.id, sha },
    }));
    this.deploys.push(id);
  }
}
