import { IsBoolean, IsOptional, IsString, MaxLength } from 'class-validator';
import { Instant, PageQuery, SlugText } from '#libs/platform';
import { FullSha } from './full-sha.decorator.js';

export class RegisterDeployBody {
  /** Slug of the code deployment. */
  @SlugText()
  codeDeployment!: string;

  /** Slug of the environment; without it the project's default one. */
  @IsOptional()
  @SlugText()
  environment?: string;

  /** The full SHA that was deployed: 40 or 64 hexadecimal digits. Short ones are never guessed. */
  @FullSha()
  sha!: string;

  /** When it was deployed, at most five minutes from now; without it now. Cut to the whole second. */
  @IsOptional()
  @Instant()
  deployedAt?: string;

  /** The branch that was deployed; refused when the code deployment has another one. */
  @IsOptional()
  @IsString()
  @MaxLength(255)
  branch?: string;

  /** Answers a duplicate with the deploy that is there instead of a problem. */
  @IsOptional()
  @IsBoolean()
  ignoreIfDuplicate?: boolean;
}

export class DeployQuery extends PageQuery {
  @IsOptional()
  @SlugText()
  codeDeployment?: string;

  @IsOptional()
  @SlugText()
  environment?: string;

  @IsOptional()
  @FullSha()
  sha?: string;
}

export class DeployView {
  id!: string;
  project!: string;
  codeDeployment!: string;
  environment!: string;
  /** `host/owner/name`. */
  repository!: string;
  sha!: string;
  /** T, the moment of the deploy: RFC 3339, UTC, whole second. */
  deployedAt!: string;
  /** RFC 3339, UTC. */
  registeredAt!: string;
  /** True when this SHA was in the environment before, and was not its newest deploy. */
  rollback!: boolean;
}

export class DeployPage {
  items!: DeployView[];
  /** Give it back as `after` for the next page. */
  next!: string | null;
}
