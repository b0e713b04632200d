import { IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { Label, SlugText } from '#libs/platform';

export class NamedBody {
  /** For people, e.g. "Plugin picker (dev)". */
  @Label()
  name!: string;

  /** For addresses; made of the name when it is not given. */
  @IsOptional()
  @SlugText()
  slug?: string;
}

export class CodeDeploymentDetailsBody {
  /** For people. */
  @Label()
  name!: string;

  /** Any form that git takes: `git@github.com:acme/shop.git`, `https://github.com/acme/shop`. */
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  repository!: string;

  /** The branch that is deployed; without it any. */
  @IsOptional()
  @Label()
  branch?: string | null;
}

export class AddCodeDeploymentBody extends CodeDeploymentDetailsBody {
  /** For addresses, unique in the organization; made of the name when it is not given. */
  @IsOptional()
  @SlugText()
  slug?: string;
}

export class EnvironmentView {
  slug!: string;
  name!: string;
  /** The one that a deploy goes to when it names none. */
  isDefault!: boolean;
}

export class CodeDeploymentView {
  slug!: string;
  name!: string;
  project!: string;
  /** `host/owner/name`. */
  repository!: string;
  branch!: string | null;
}

export class ProjectView {
  slug!: string;
  name!: string;
  environments!: EnvironmentView[];
  codeDeployments!: CodeDeploymentView[];
}

export class ProjectPage {
  items!: ProjectView[];
  /** Give it back as `after` for the next page. */
  next!: string | null;
}
