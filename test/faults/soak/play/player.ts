import { setTimeout as pause } from 'node:timers/promises';
import type { BuildkiteControl } from '../../../standins/buildkite/testing/index.js';
import { lull } from '../../../e2e/setting/lull.js';
import type { Product } from '../../../e2e/setting/product.js';
import type { Supervisor } from '../../deployed/setting/supervisor.js';
import type { ScriptClient } from '../../setting/script-client.js';
import { buildkiteOrganization } from '../plan/plan-of.js';
import { iso, minuteMs, type Entry, type Plan, type PlannedBuild, type PlannedDeploy } from '../plan/plan.js';
import type { Webhooks } from '../webhooks.js';
import { buildSpecOf } from './build-spec-of.js';

/** Something that happened on the way, for the story. */
export interface Happening {
  /** The clock's time, milliseconds since the epoch. */
  readonly atMs: number;
  readonly what: string;
}

/** Whom a plan is played to. */
export interface Ensemble {
  readonly buildkite: BuildkiteControl;
  readonly product: Product;
  readonly supervisor: Supervisor;
  readonly client: ScriptClient;
  readonly webhooks: Webhooks;
}

/** Plays a plan entry by entry, each at its time on the clock. */
export class Player {
  readonly happenings: Happening[] = [];
  /** How often the process was killed. */
  kills = 0;
  readonly #slugs: Map<string, string>;
  #nowMs: number;
  #isUp = true;

  constructor(
    private readonly plan: Plan,
    private readonly ensemble: Ensemble,
  ) {
    this.#nowMs = plan.startMs;
    this.#slugs = new Map(plan.pipelines.map(({ id, slug }) => [id, slug]));
  }

  /** @param told hears of every half hour that has passed */
  async play(told: (text: string) => void): Promise<void> {
    const { startMs, entries } = this.plan;
    const later = entries.filter(({ what, atMs }) => what !== 'build' || atMs > startMs);
    let builds: PlannedBuild[] = [];
    let due = 30;
    for (const entry of later) {
      if (entry.what === 'build') {
        builds.push(entry.build);
        continue;
      }
      await this.add(builds);
      builds = [];
      await this.turnTo(entry.atMs);
      await this.perform(entry);
      const minutes = Math.floor((entry.atMs - startMs) / minuteMs);
      if (minutes < due) continue;
      told(`${minutes} minutes have passed`);
      due += 30;
    }
    await this.add(builds);
  }

  /** Before the clock gets to their creation: until then they are not there. */
  private async add(builds: readonly PlannedBuild[]): Promise<void> {
    if (builds.length === 0) return;
    await this.ensemble.buildkite.addBuilds(builds.map((build) => buildSpecOf(build, this.#slugs)));
  }

  private async turnTo(atMs: number): Promise<void> {
    if (atMs <= this.#nowMs) return;
    this.#nowMs = atMs;
    await this.ensemble.buildkite.turnClock(iso(atMs));
  }

  private async perform(entry: Exclude<Entry, { readonly what: 'build' }>): Promise<void> {
    const { buildkite, supervisor, webhooks } = this.ensemble;
    switch (entry.what) {
      case 'turn':
        if (this.#isUp && !entry.hurried) await lull(buildkite);
        return;
      case 'deploy':
        return this.register(entry.deploy);
      case 'rename':
        return this.rename(entry.pipeline, entry.slug);
      case 'remove':
        return this.remove(entry.pipeline);
      case 'fault': {
        const { fault, match, times } = entry;
        this.note(`Buildkite spoils ${times} of ${JSON.stringify(match)}: ${JSON.stringify(fault)}`);
        return buildkite.addFault(fault, { match, times });
      }
      case 'webhooks':
        return webhooks.behave(entry.conduct);
      case 'kill':
        return this.kill(entry.afterMs);
      case 'await':
        await supervisor.allReady();
        this.#isUp = true;
        return this.note('the process takes requests again');
    }
  }

  private async register({ repository, sha, environment, deployedAt }: PlannedDeploy): Promise<void> {
    const body = {
      codeDeployment: repository,
      sha,
      environment,
      ...(deployedAt !== undefined && { deployedAt }),
    };
    await this.ensemble.client.deploys<{ id: string }>('POST', '/deploys', body, ({ id }) => ({
      type: 'DeployRegistered',
      data: { deploy: id, sha, environment },
    }));
  }

  private async rename(pipeline: string, slug: string): Promise<void> {
    const old = this.#slugs.get(pipeline) ?? '';
    await this.ensemble.buildkite.changePipeline(
      { organization: buildkiteOrganization, slug: old },
      { slug },
    );
    this.#slugs.set(pipeline, slug);
    this.note(`pipeline ${old} is called ${slug}`);
  }

  private async remove(pipeline: string): Promise<void> {
    const slug = this.#slugs.get(pipeline) ?? '';
    await this.ensemble.buildkite.removePipeline({ organization: buildkiteOrganization, slug });
    this.note(`pipeline ${slug} is deleted`);
  }

  private async kill(afterMs: number): Promise<void> {
    const [instance] = this.ensemble.product.instances;
    if (instance === undefined) throw new Error('There is no process to kill.');
    this.#isUp = false;
    while (instance.program.hasEnded) await pause(10);
    await pause(afterMs);
    await this.ensemble.supervisor.kill(instance);
    this.kills += 1;
    this.note('the process is killed');
  }

  private note(what: string): void {
    this.happenings.push({ atMs: this.#nowMs, what });
  }
}
