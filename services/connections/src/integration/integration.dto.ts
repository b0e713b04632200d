import { ConnectionView } from '../connection/connection.dto.js';
import {
  CodeDeploymentBuildServerView,
  DefaultBuildServerView,
} from '../default-build-server/default-build-server.dto.js';

export class AttentionItem {
  connection!: string;
  label!: string;
  /** A stable word, e.g. `token-expired`. */
  code!: string;
  message!: string;
}

export class IntegrationStatus {
  organization!: string;
  /** True when there is at least one connection. */
  connected!: boolean;
  /** The page at Buildkite that makes a token with the right scopes ticked. */
  tokenUrl!: string;
  requiredScopes!: string[];
  optionalScopes!: string[];
  connections!: ConnectionView[];
  defaultBuildServers!: DefaultBuildServerView[];
  codeDeploymentBuildServers!: CodeDeploymentBuildServerView[];
  /** What an admin should mend; clears itself. */
  needsAttention!: AttentionItem[];
}
