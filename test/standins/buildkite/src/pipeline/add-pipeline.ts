import { Injectable } from '@nestjs/common';
import { v7 as uuidV7 } from 'uuid';
import { Builds } from '../build/builds.js';
import { StandInClock } from '../clock/stand-in-clock.js';
import { conflict, unknown } from '../control/control-error.js';
import { AddOrganization } from '../organization/add-organization.js';
import type { Pipeline, PipelineChange, PipelineSpec } from './pipeline.js';
import { Pipelines } from './pipelines.js';

const MAKER = { name: 'Sam Example', email: 'sam@example.com' };

/** Makes pipelines, changes and deletes them. */
@Injectable()
export class AddPipeline {
  constructor(
    private readonly pipelines: Pipelines,
    private readonly organizations: AddOrganization,
    private readonly builds: Builds,
    private readonly clock: StandInClock,
  ) {}

  /** Adds a pipeline with all defaults filled in; 404 for an unknown organization, 409 when the slug is taken. */
  add(spec: PipelineSpec): Pipeline {
    const organization = this.organizations.named(spec.organization).slug;
    this.refuseTaken(organization, spec.slug);
    const createdAtMs = this.clock.now();
    const pipeline = {
      id: spec.id ?? uuidV7({ msecs: createdAtMs }),
      organization,
      slug: spec.slug,
      name: spec.name ?? spec.slug,
      description: spec.description ?? '',
      repository: spec.repository ?? `git@github.com:${organization}/${spec.slug}.git`,
      defaultBranch: spec.defaultBranch ?? 'main',
      provider: spec.provider ?? 'github',
      env: spec.env ?? {},
      createdBy: MAKER,
      createdAtMs,
      archivedAtMs: null,
    };
    this.pipelines.put(pipeline);
    return pipeline;
  }

  /** Renames, moves to another repository, archives or brings back; id and builds stay. 404 and 409 as for `add`. */
  change(organization: string, slug: string, { archived, ...rest }: PipelineChange): Pipeline {
    const pipeline = this.named(organization, slug);
    if (rest.slug !== undefined && rest.slug !== slug) this.refuseTaken(organization, rest.slug);
    const archivedAtMs = archived === undefined ? pipeline.archivedAtMs : archived ? this.clock.now() : null;
    const changed = { ...pipeline, ...rest, archivedAtMs };
    this.pipelines.put(changed);
    return changed;
  }

  /** Deletes a pipeline and its builds. */
  remove(organization: string, slug: string): void {
    const { id } = this.named(organization, slug);
    this.pipelines.remove(id);
    this.builds.removePipeline(id);
  }

  /** The pipeline of that slug; 404 when there is none. */
  named(organization: string, slug: string): Pipeline {
    const pipeline = this.pipelines.find(organization, slug);
    if (pipeline === undefined) throw unknown(`there is no pipeline ${organization}/${slug}`);
    return pipeline;
  }

  private refuseTaken(organization: string, slug: string): void {
    if (this.pipelines.find(organization, slug) !== undefined)
      throw conflict(`there is a pipeline ${organization}/${slug} already`);
  }
}
