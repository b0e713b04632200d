import { IsUUID } from 'class-validator';

export class BuildServerBody {
  /** Id of the connection to read builds through. */
  @IsUUID()
  connection!: string;
}

export class DefaultBuildServerView {
  project!: string;
  connection!: string;
}

export class CodeDeploymentBuildServerView extends DefaultBuildServerView {
  codeDeployment!: string;
}
