import { Injectable } from '@nestjs/common';
import { Builds } from '../build/builds.js';
import type { BuildRecord } from '../build/domain/build-record.js';
import type { Organization } from '../organization/organization.js';
import { Organizations } from '../organization/organizations.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { Pipelines } from '../pipeline/pipelines.js';
import type { Token } from '../token/token.js';
import { Tokens } from '../token/tokens.js';

/** Everything that the control API has made, as plain data. */
export interface WorldContent {
  readonly organizations: readonly Organization[];
  readonly tokens: readonly Token[];
  readonly pipelines: readonly Pipeline[];
  readonly builds: readonly BuildRecord[];
}

/** The world as a whole: to be kept, to be brought back, to be emptied. */
@Injectable()
export class World {
  constructor(
    private readonly organizations: Organizations,
    private readonly tokens: Tokens,
    private readonly pipelines: Pipelines,
    private readonly builds: Builds,
  ) {}

  get isEmpty(): boolean {
    return this.organizations.all().length === 0;
  }

  content(): WorldContent {
    return {
      organizations: this.organizations.all(),
      tokens: this.tokens.all(),
      pipelines: this.pipelines.all(),
      builds: this.builds.all().map(({ record }) => record),
    };
  }

  /** Puts that content in the place of what is there. */
  become(content: WorldContent): void {
    this.clear();
    content.organizations.forEach((organization) => this.organizations.put(organization));
    content.tokens.forEach((token) => this.tokens.put(token));
    content.pipelines.forEach((pipeline) => this.pipelines.put(pipeline));
    content.builds.forEach((build) => this.builds.add(build));
  }

  clear(): void {
    this.organizations.removeAll();
    this.tokens.removeAll();
    this.pipelines.removeAll();
    this.builds.removeAll();
  }
}
