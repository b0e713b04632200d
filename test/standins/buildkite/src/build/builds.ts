import { Injectable } from '@nestjs/common';
import { CreatedOrder } from './created-order.js';
import type { BuildRecord } from './domain/build-record.js';
import { TrackedBuild } from './tracked-build.js';

/** Which builds a list is about: those of one pipeline, or those of some organizations. */
export type BuildScope =
  | { readonly kind: 'pipeline'; readonly pipelineId: string }
  | { readonly kind: 'organizations'; readonly slugs: ReadonlySet<string> };

function multi<Key>(map: Map<Key, CreatedOrder>, key: Key): CreatedOrder {
  const known = map.get(key);
  if (known !== undefined) return known;
  const fresh = new CreatedOrder();
  map.set(key, fresh);
  return fresh;
}

/** All builds of the world, indexed by everything that a list or a look-up asks for. */
@Injectable()
export class Builds {
  private readonly byId = new Map<string, TrackedBuild>();
  private readonly byNumber = new Map<string, TrackedBuild>();
  private readonly lastNumbers = new Map<string, number>();
  private readonly byPipeline = new Map<string, CreatedOrder>();
  private readonly byOrganization = new Map<string, CreatedOrder>();
  private readonly byCommit = new Map<string, CreatedOrder>();
  private readonly children = new Map<string, TrackedBuild[]>();
  private everything = new CreatedOrder();
  private added = 0;
  private changes = 0;

  /** A number that is another one whenever builds were added, extended or forgotten. */
  get version(): number {
    return this.changes;
  }

  /** The place that the next build of that pipeline takes. */
  nextPlace(pipelineId: string): { readonly number: number; readonly sequence: number } {
    return { number: (this.lastNumbers.get(pipelineId) ?? 0) + 1, sequence: this.added + 1 };
  }

  add(record: BuildRecord): TrackedBuild {
    const build = new TrackedBuild(record);
    this.changes += 1;
    this.added = Math.max(this.added, record.sequence);
    this.byId.set(record.id, build);
    this.byNumber.set(`${record.pipelineId}/${String(record.number)}`, build);
    this.lastNumbers.set(
      record.pipelineId,
      Math.max(this.lastNumbers.get(record.pipelineId) ?? 0, record.number),
    );
    this.everything.add(build);
    multi(this.byPipeline, record.pipelineId).add(build);
    multi(this.byOrganization, record.organization).add(build);
    this.indexCommits(build, []);
    if (record.triggeredFrom !== null) {
      this.children.set(record.triggeredFrom, [...(this.children.get(record.triggeredFrom) ?? []), build]);
    }
    return build;
  }

  /** Lets more happen to a build that is there. */
  extend(build: TrackedBuild, steps: BuildRecord['script']): void {
    this.changes += 1;
    const known = build.commits();
    build.extend(steps);
    this.indexCommits(build, known);
  }

  find(id: string): TrackedBuild | undefined {
    return this.byId.get(id);
  }

  findNumber(pipelineId: string, number: number): TrackedBuild | undefined {
    return this.byNumber.get(`${pipelineId}/${String(number)}`);
  }

  /** The builds that trigger steps of that build made. */
  triggeredBy(id: string): readonly TrackedBuild[] {
    return this.children.get(id) ?? [];
  }

  /** The builds that show that commit at some time. */
  ofCommit(commit: string): CreatedOrder {
    return this.byCommit.get(commit) ?? new CreatedOrder();
  }

  /** The builds of a scope, perhaps with some more: whoever reads it checks each with `isIn`. */
  inScope(scope: BuildScope): CreatedOrder {
    if (scope.kind === 'pipeline') return this.byPipeline.get(scope.pipelineId) ?? new CreatedOrder();
    const [only, ...others] = scope.slugs;
    if (only === undefined) return new CreatedOrder();
    return others.length === 0 ? (this.byOrganization.get(only) ?? new CreatedOrder()) : this.everything;
  }

  all(): readonly TrackedBuild[] {
    return [...this.byId.values()];
  }

  /** Forgets the builds of a pipeline, as Buildkite does when it is deleted. */
  removePipeline(pipelineId: string): void {
    this.keepOnly((record) => record.pipelineId !== pipelineId);
  }

  removeAll(): void {
    this.keepOnly(() => false);
    this.lastNumbers.clear();
  }

  private keepOnly(stays: (record: BuildRecord) => boolean): void {
    this.changes += 1;
    const kept = this.all().filter((build) => stays(build.record));
    for (const index of [
      this.byId,
      this.byNumber,
      this.byPipeline,
      this.byOrganization,
      this.byCommit,
      this.children,
    ])
      index.clear();
    this.everything = new CreatedOrder();
    kept.forEach((build) => this.add(build.record));
  }

  private indexCommits(build: TrackedBuild, known: readonly string[]): void {
    const fresh = build.commits().filter((commit) => !known.includes(commit));
    for (const commit of fresh) multi(this.byCommit, commit).add(build);
  }
}

/** Whether a build belongs to a scope. */
export function isIn(scope: BuildScope, record: BuildRecord): boolean {
  return scope.kind === 'pipeline'
    ? record.pipelineId === scope.pipelineId
    : scope.slugs.has(record.organization);
}
