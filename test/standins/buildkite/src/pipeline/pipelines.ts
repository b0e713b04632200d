import { Injectable } from '@nestjs/common';
import { notFound } from '../error/buildkite-error.js';
import type { Pipeline } from './pipeline.js';

/** All pipelines of the world, in the order in which they were added. */
@Injectable()
export class Pipelines {
  private readonly byId = new Map<string, Pipeline>();
  private readonly byOrganization = new Map<string, Map<string, Pipeline>>();

  /** Adds a pipeline, or puts it in the place of the one with the same id. */
  put(pipeline: Pipeline): void {
    this.forget(pipeline.id);
    this.byId.set(pipeline.id, pipeline);
    const siblings = this.byOrganization.get(pipeline.organization) ?? new Map<string, Pipeline>();
    this.byOrganization.set(pipeline.organization, siblings.set(pipeline.slug, pipeline));
  }

  find(organization: string, slug: string): Pipeline | undefined {
    return this.byOrganization.get(organization)?.get(slug);
  }

  /** The pipeline of that slug; 404 as Buildkite says it when there is none. */
  get(organization: string, slug: string): Pipeline {
    const pipeline = this.find(organization, slug);
    if (pipeline === undefined) throw notFound('pipeline');
    return pipeline;
  }

  /** The pipeline of a build; every build has one. */
  ofBuild(pipelineId: string): Pipeline {
    const pipeline = this.byId.get(pipelineId);
    if (pipeline === undefined) throw new Error(`no pipeline ${pipelineId}`);
    return pipeline;
  }

  ofOrganization(slug: string): readonly Pipeline[] {
    return [...(this.byOrganization.get(slug)?.values() ?? [])];
  }

  all(): readonly Pipeline[] {
    return [...this.byId.values()];
  }

  remove(id: string): void {
    this.forget(id);
    this.byId.delete(id);
  }

  removeAll(): void {
    this.byId.clear();
    this.byOrganization.clear();
  }

  private forget(id: string): void {
    const old = this.byId.get(id);
    if (old !== undefined) this.byOrganization.get(old.organization)?.delete(old.slug);
  }
}
