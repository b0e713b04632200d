import { servingConnection, type BuildServerFact } from '#libs/contracts';

/** A repository whose builds are read through a connection. */
export interface ServedRepository {
  readonly connection: string;
  /** `host/owner/name` in lower case. */
  readonly repository: string;
}

/** A code deployment, as far as it decides what is served. */
export interface ServedCodeDeployment {
  readonly project: string;
  readonly codeDeployment: string;
  /** Null once it is removed. */
  readonly repository: string | null;
}

/** After everything that has happened: what is in force there is in force now. */
const atTheEnd = new Date(8.64e15).toISOString();

/**
 * What is read for a code deployment now: its repository, through its own build server or else its project's default.
 * Undefined while it has no build server, and once it is removed.
 * @param facts those of its project, in any order
 */
export function servedNow(
  { project, codeDeployment, repository }: ServedCodeDeployment,
  facts: readonly BuildServerFact[],
): ServedRepository | undefined {
  const connection = servingConnection(facts, { project, codeDeployment, deployedAt: atTheEnd });
  return connection === undefined || repository === null ? undefined : { connection, repository };
}
