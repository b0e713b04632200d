import { Injectable } from '@nestjs/common';
import { v7 as uuidV7 } from 'uuid';
import { StandInClock } from '../clock/stand-in-clock.js';
import { conflict, unknown } from '../control/control-error.js';
import { instantOf } from '../control/instant-of.js';
import { AddOrganization } from '../organization/add-organization.js';
import { AddPipeline } from '../pipeline/add-pipeline.js';
import type { BuildSpec, StepSpec } from './build-spec.js';
import { Builds } from './builds.js';
import { planBuild } from './plan-build.js';
import { planScript } from './plan-script.js';
import type { TrackedBuild } from './tracked-build.js';

/** Makes builds and lets more happen to them. */
@Injectable()
export class AddBuild {
  constructor(
    private readonly builds: Builds,
    private readonly organizations: AddOrganization,
    private readonly pipelines: AddPipeline,
    private readonly clock: StandInClock,
  ) {}

  /** Adds a build with all defaults filled in; 404 for an unknown pipeline or parent, 409 when its id or number is taken. */
  add(spec: BuildSpec): TrackedBuild {
    const organization = this.organizations.named(spec.organization).slug;
    const pipelineId = this.pipelines.named(organization, spec.pipeline).id;
    const nowMs = this.clock.now();
    const createdAtMs = spec.createdAt === undefined ? nowMs : instantOf(spec.createdAt, nowMs, 'createdAt');
    const next = this.builds.nextPlace(pipelineId);
    const id = spec.id ?? uuidV7({ msecs: createdAtMs });
    const number = spec.number ?? next.number;
    if (this.builds.find(id) !== undefined) throw conflict(`there is a build ${id} already`);
    if (this.builds.findNumber(pipelineId, number) !== undefined) {
      throw conflict(`${organization}/${spec.pipeline} has a build ${String(number)} already`);
    }
    for (const parent of [spec.rebuiltFrom, spec.triggeredFrom]) if (parent !== undefined) this.named(parent);
    return this.builds.add(
      planBuild(spec, { id, number, organization, pipelineId, sequence: next.sequence, createdAtMs }),
    );
  }

  /** Lets more happen to a build, from now on: what is past was seen already. 404 when there is none, 400 for a step in the past. */
  extend(id: string, steps: readonly StepSpec[]): TrackedBuild {
    const build = this.named(id);
    const { createdAtMs } = build.record;
    this.builds.extend(build, planScript(steps, createdAtMs, Math.max(createdAtMs, this.clock.now())));
    return build;
  }

  /** The build of that id; 404 when there is none. */
  named(id: string): TrackedBuild {
    const build = this.builds.find(id);
    if (build === undefined) throw unknown(`there is no build ${id}`);
    return build;
  }
}
