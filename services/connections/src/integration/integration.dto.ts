import { ConnectionView } from '../connection/connection.dto.js';
import {
  CodeDeploymentBuildServerView,
  DefaultBuildServerView,
} from '../default-build-server/default-build-server.dto.js';

export class AttentionItem {
  connection!: string;
  label!: string;
  /** A stable word, e.g. `token-expired`; the codes are those of a connection's health. */
  code!: string;
  /** What is wrong and what to do. */
  message!: string;
  /** RFC 3339, UTC: since when it is so. */
  since!: string;
  /** Slug of the Buildkite organization that it is about; null when it is about the whole connection. */
  buildkiteOrganization!: string | null;
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
